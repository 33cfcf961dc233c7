using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Clients;

/// <summary>Who is behind a verified access token.</summary>
sealed record Caller(OrganizationId Organization, ClientId Client, string ClientName, IReadOnlySet<string> Scopes)
{
    public bool CanWrite => Scopes.Contains(ScimScopes.Write);

    /// <summary>Writing includes reading.</summary>
    public bool CanRead => CanWrite || Scopes.Contains(ScimScopes.Read);
}
