using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Clients;

/// <summary>Reads a client, its credentials and its organization's state in one statement, for the token endpoint.</summary>
sealed class ClientAuthentications(ILogger<ClientAuthentications> log)
{
    const string FindSql = """
        select c.name, c.scopes, c.token_lifetime, c.state as client_state, o.state as organization_state,
               k.credential_id, k.kind, k.hash, k.public_key, k.expires_at
        from clients c
        join organizations o on o.organization_id = c.organization_id
        left join client_credentials k
          on k.organization_id = c.organization_id
          and k.client_id = c.client_id
          and k.revoked_at is null
          and k.kind in ('secret', 'public_key')
        where c.organization_id = @organization
          and c.client_id = @client
        """;

    /// <returns>Null for a client that does not exist or may not authenticate; the reason is only in our log.</returns>
    public async Task<AuthenticatingClient?> FindAsync(DbScope db, ClientId id, CancellationToken stop)
    {
        var rows = await db.ListAsync<Row>(FindSql, new { client = id }, stop);
        if (rows is not [var client, ..])
            return null;

        if (client.ClientState != "active" || client.OrganizationState != "active")
        {
            log.ClientNotActive(id.ToString(), client.ClientState, client.OrganizationState);
            return null;
        }

        return new AuthenticatingClient
        {
            Id = id,
            Name = client.Name,
            Scopes = client.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal),
            TokenLifetime = TimeSpan.FromSeconds(client.TokenLifetime),
            Secrets = [.. rows.Select(SecretOf).OfType<ClientSecret>()],
            Keys = [.. rows.Select(KeyOf).OfType<ClientKey>()],
        };
    }

    static ClientSecret? SecretOf(Row row) => row is { CredentialId: { } id, Hash: { } hash } ? new(id, hash, row.ExpiresAt) : null;

    static ClientKey? KeyOf(Row row) => row is { CredentialId: { } id, PublicKey: { } key } ? new(id, key, row.ExpiresAt) : null;

    sealed record Row
    {
        public required string Name { get; init; }
        public required string Scopes { get; init; }
        public required long TokenLifetime { get; init; }
        public required string ClientState { get; init; }
        public required string OrganizationState { get; init; }
        public Guid? CredentialId { get; init; }
        public byte[]? Hash { get; init; }
        public string? PublicKey { get; init; }
        public DateTimeOffset? ExpiresAt { get; init; }
    }
}
