using System.Globalization;

namespace Gatehouse.Bench;

/// <summary>
/// What a filled directory holds: users by number and groups by size. Fill and load agree on names only; ids are the server's own.
/// </summary>
static class FilledDirectory
{
    const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /// <summary>Spread over the alphabet, so that neither fill nor load touches one end of an index only.</summary>
    public static string UserName(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{unchecked((uint)number * 2_654_435_761u):x8}.u{number}@contoso.example");

    public static string GroupName(int members) => string.Create(CultureInfo.InvariantCulture, $"Group of {members}");

    /// <summary>What Entra sends for a new user with its default mapping.</summary>
    public static string NewUser(string userName) => $$"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","{{Enterprise}}"],"externalId":"{{Guid.NewGuid()}}","userName":"{{userName}}","active":true,"addresses":[{"type":"work","primary":false,"country":"Netherlands","formatted":"7/1204","locality":"Utrecht","postalCode":"3511 AX"}],"displayName":"Mira Okonkwo","emails":[{"primary":true,"type":"work","value":"{{userName}}"}],"meta":{"resourceType":"User"},"name":{"formatted":"Mira Okonkwo","familyName":"Okonkwo","givenName":"Mira"},"phoneNumbers":[{"type":"work","value":"+31 30 555 0142"}],"preferredLanguage":"nl-NL","roles":[],"title":"Payments engineer","{{Enterprise}}":{"employeeNumber":"104288","department":"Payments"} }
        """;

    public static string NewGroup(string displayName) => $$"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"externalId":"{{Guid.NewGuid()}}","displayName":"{{displayName}}","meta":{"resourceType":"Group"} }
        """;
}
