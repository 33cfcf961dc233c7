namespace Gatehouse.Server.Clients;

/// <summary>The scopes of provisioning clients.</summary>
static class ScimScopes
{
    public const string Read = "scim.read";
    public const string Write = "scim.write";
    public const string Default = $"{Read} {Write}";

    public static bool IsKnown(string scope) => scope is Read or Write;
}
