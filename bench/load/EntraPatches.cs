using System.Globalization;

namespace Gatehouse.Bench;

/// <summary>Changes as Microsoft Entra ID's provisioning service sends them.</summary>
static class EntraPatches
{
    const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    public static string ChangeJob(int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Replace","path":"title","value":"Engineer {{number}}"},{"op":"Replace","path":"{{Enterprise}}:department","value":"Treasury {{number % 7}}"},{"op":"Add","path":"phoneNumbers[type eq \"work\"].value","value":"+31 30 555 {{number % 10_000:0000}}"}]}
        """);

    public static string AddMembers(IEnumerable<string> ids) => Members("Add", ids);

    public static string RemoveMembers(IEnumerable<string> ids) => Members("Remove", ids);

    static string Members(string operation, IEnumerable<string> ids)
    {
        var values = string.Join(',', ids.Select(static id => $$"""{"$ref":null,"value":"{{id}}"}"""));
        return $$"""
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"{{operation}}","path":"members","value":[{{values}}]}]}
            """;
    }
}
