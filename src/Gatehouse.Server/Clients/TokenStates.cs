using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Clients;

/// <summary>
/// What can end a token before its time: its client, its organization, or its own revocation. Owns the revoked_tokens
/// table, which remembers a JWT's jti until the JWT would have expired anyway.
/// </summary>
sealed class TokenStates(Database database, TimeProvider clock)
{
    const string FindSql = """
        select c.name, c.scopes, c.state as client_state, o.state as organization_state,
               (select count(*)
                from revoked_tokens r
                where r.organization_id = c.organization_id
                  and r.token_id = @token) as revocations,
               (select count(*)
                from client_credentials k
                where k.organization_id = c.organization_id
                  and k.client_id = c.client_id
                  and k.credential_id = @credential
                  and k.revoked_at is null) as credentials
        from clients c
        join organizations o on o.organization_id = c.organization_id
        where c.organization_id = @organization
          and c.client_id = @client
        """;

    /// <returns>The token with the client's present name and without scopes it has lost; null when it opens nothing any more.</returns>
    public async Task<AccessToken?> ConfirmAsync(AccessToken token, CancellationToken stop)
    {
        var client = token.Caller.Client;
        var parameters = new
        {
            client,
            token = token.Id,
            credential = token.IsLongLived ? Guid.ParseExact(token.Id, "N") : Guid.Empty,
        };
        var state = await database.ReadAsync(client.Organization, db => db.FindAsync<Row>(FindSql, parameters, stop), stop);

        if (state is not { ClientState: "active", OrganizationState: "active", Revocations: 0 })
            return null;
        if (token.IsLongLived && state.Credentials == 0)
            return null;

        var scopes = state.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        if (!token.IsLongLived)
            scopes.IntersectWith(token.Caller.Scopes);
        return token with { Caller = token.Caller with { ClientName = state.Name, Scopes = scopes } };
    }

    const string RevokeSignedSql = """
        insert into revoked_tokens (organization_id, token_id, expires_at)
        values (@organization, @token, @expiresAt)
        on conflict (organization_id, token_id) do nothing
        """;

    const string RevokeLongLivedSql = """
        update client_credentials
        set revoked_at = @now
        where organization_id = @organization
          and client_id = @client
          and credential_id = @credential
          and revoked_at is null
        """;

    // What has expired needs no revocation: each new one sweeps the old ones of its organization.
    const string SweepSql = """
        delete from revoked_tokens
        where organization_id = @organization
          and expires_at < @now
        """;

    public async Task RevokeAsync(DbScope db, AccessToken token, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (token.IsLongLived)
        {
            var credential = Guid.ParseExact(token.Id, "N");
            await db.ExecuteAsync(RevokeLongLivedSql, new { client = token.Caller.Client, credential, now }, stop);
            return;
        }

        await db.ExecuteAsync(RevokeSignedSql, new { token = token.Id, expiresAt = token.ExpiresAt }, stop);
        await db.ExecuteAsync(SweepSql, new { now }, stop);
    }

    sealed record Row
    {
        public required string Name { get; init; }
        public required string Scopes { get; init; }
        public required string ClientState { get; init; }
        public required string OrganizationState { get; init; }
        public required long Revocations { get; init; }
        public required long Credentials { get; init; }
    }
}
