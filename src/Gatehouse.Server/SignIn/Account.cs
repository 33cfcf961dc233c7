using Gatehouse.Scim.Resources;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>A user as sign-in sees one.</summary>
sealed record Account(OrganizationId Organization, UserId User, ScimObject Resource)
{
    public string UserName => Resource["userName"].AsText!;

    public bool IsActive => Resource["active"].AsBoolean == true;

    public string Name => Resource["displayName"].AsText ?? Resource["name"].AsObject?["formatted"].AsText ?? UserName;

    public string? Language => Resource["preferredLanguage"].AsText;

    /// <summary>Where mail reaches the person: the primary address, the work address, or the user name if it is one.</summary>
    public string? Address => AddressesByRank().Append(UserName).Select(MailAddress.Canonical).FirstOrDefault(static address => address is not null);

    IEnumerable<string?> AddressesByRank() => (Resource["emails"].AsList ?? [])
        .Select(static one => one.AsObject!)
        .OrderBy(static one => one["primary"].AsBoolean == true ? 0 : one["type"].AsText == "work" ? 1 : 2)
        .Select(static one => one["value"].AsText);
}
