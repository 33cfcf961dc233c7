using System.Text;

using Gatehouse.Scim;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Server.Directory;

/// <summary>The columns that follow from a user resource. The one place that derives them.</summary>
sealed record UserRow(
    string UserName, string UserNameKey, string? ExternalId, string? DisplayName, Guid? ManagerId, bool Active, IReadOnlyList<string> AddressKeys,
    string Resource)
{
    /// <exception cref="ScimException">400 invalidValue: a name too long to be indexed.</exception>
    public static UserRow From(ScimObject resource)
    {
        // RFC 7643 leaves open what a missing active means; clients need it always there, and true.
        if (resource["active"].AsBoolean is null)
            resource["active"] = true;

        var userName = resource["userName"].AsText!;
        Require("userName", userName);
        var externalId = resource["externalId"].AsText;
        Require("externalId", externalId);

        return new(
            userName, NameKey.Of(userName), externalId, resource["displayName"].AsText, ManagerOf(resource), resource["active"].AsBoolean == true,
            AddressKeysOf(resource), Encoding.UTF8.GetString(ScimJson.ToUtf8(resource)));
    }

    // Entra may send managers as anything before they exist; only an id can turn out to be a user.
    static Guid? ManagerOf(ScimObject resource) =>
        ResourceIds.TryParse(resource[StandardSchemas.EnterpriseUserId].AsObject?["manager"].AsObject?["value"].AsText, out var id) ? id : null;

    internal static void Require(string attribute, string? value)
    {
        if (value is not null && !NameKey.Fits(value))
            throw ScimException.InvalidValue($"'{attribute}' is longer than 1,024 characters or {NameKey.MaxBytes:N0} bytes.");
    }

    static string[] AddressKeysOf(ScimObject resource)
    {
        if (resource["emails"].AsList is not { } emails)
            return [];

        return [.. emails
            .Select(static email => email.AsObject?["value"].AsText)
            .OfType<string>()
            .Where(NameKey.Fits)
            .Select(NameKey.Of)
            .Distinct(StringComparer.Ordinal)];
    }
}
