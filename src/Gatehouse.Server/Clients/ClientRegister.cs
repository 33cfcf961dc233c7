using Gatehouse.Server.Keys;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Clients;

/// <summary>A client as lists show it.</summary>
sealed class Client
{
    public required string ClientId { get; init; }

    public required string Name { get; init; }

    public required string Scopes { get; init; }

    public required string State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A credential as lists show it: never the secret itself.</summary>
sealed class Credential
{
    public required Guid CredentialId { get; init; }

    public required string Kind { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The clients and client_credentials tables. The only class that adds and revokes; last use is noted by <c>CredentialUses</c>.</summary>
sealed class ClientRegister(TimeProvider clock)
{
    /// <summary>Two, so that one can be exchanged without an outage.</summary>
    public const int MostSecrets = 2;

    public const string SecretKind = "secret";
    public const string PublicKeyKind = "public_key";
    public const string BearerTokenKind = "bearer_token";

    const string SecretPrefix = "ghsec_";

    const string InsertSql = """
        insert into clients (organization_id, client_id, name, scopes, state, token_lifetime, version, created_at, modified_at)
        values (@organization, @id, @name, @scopes, 'active', @lifetime, 1, @now, @now)
        """;

    public async Task<ClientId> CreateAsync(DbScope db, string name, string scopes, TimeSpan tokenLifetime, CancellationToken stop)
    {
        var id = ClientId.New(db.Organization, clock);
        await db.ExecuteAsync(InsertSql, new { id, name, scopes, lifetime = (long)tokenLifetime.TotalSeconds, now = clock.GetUtcNow() }, stop);
        return id;
    }

    const string ListSql = """
        select client_id, name, scopes, state, created_at
        from clients
        where organization_id = @organization
        order by created_at, client_id
        """;

    public Task<IReadOnlyList<Client>> ListAsync(DbScope db, CancellationToken stop) => db.ListAsync<Client>(ListSql, null, stop);

    const string ExistsSql = """
        select count(*)
        from clients
        where organization_id = @organization
          and client_id = @client
          and state = 'active'
        """;

    public async Task<bool> IsActiveAsync(DbScope db, ClientId client, CancellationToken stop) =>
        await db.ScalarAsync<long>(ExistsSql, new { client }, stop) == 1;

    const string CredentialsSql = """
        select credential_id, kind, expires_at, revoked_at, last_used_at, created_at
        from client_credentials
        where organization_id = @organization
          and client_id = @client
        order by created_at, credential_id
        """;

    public Task<IReadOnlyList<Credential>> CredentialsAsync(DbScope db, ClientId client, CancellationToken stop) =>
        db.ListAsync<Credential>(CredentialsSql, new { client }, stop);

    const string InsertCredentialSql = """
        insert into client_credentials (organization_id, client_id, credential_id, kind, hash, public_key, expires_at, created_at)
        values (@organization, @client, @id, @kind, @hash, @publicKey, @expiresAt, @now)
        """;

    const string LockSql = """
        select client_id
        from clients
        where organization_id = @organization
          and client_id = @client
        """;

    /// <returns>The new secret, which is not stored and cannot be shown again, or null when the client has two valid ones.</returns>
    public async Task<(Guid Id, string Secret)?> AddSecretAsync(DbScope db, ClientId client, DateTimeOffset? expiresAt, CancellationToken stop)
    {
        // Of two that add at once, the second must count the first one's.
        await db.FindAsync<string>(LockSql + db.Dialect.ForUpdate, new { client }, stop);
        var now = clock.GetUtcNow();
        var valid = (await CredentialsAsync(db, client, stop)).Count(credential =>
            credential.Kind == SecretKind && credential.RevokedAt is null && !(credential.ExpiresAt <= now));
        if (valid >= MostSecrets)
            return null;

        var secret = Secrets.Text(SecretPrefix);
        var id = Guid.CreateVersion7(now);
        await InsertCredentialAsync(db, client, id, SecretKind, Secrets.Hash(secret), null, expiresAt, stop);
        return (id, secret);
    }

    /// <summary>Registers a public key, as a JWK, for client assertions (RFC 7523).</summary>
    public async Task<Guid> AddPublicKeyAsync(DbScope db, ClientId client, string jwk, CancellationToken stop)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        await InsertCredentialAsync(db, client, id, PublicKeyKind, null, jwk, null, stop);
        return id;
    }

    /// <returns>A new long-lived token, which is not stored and cannot be shown again.</returns>
    public async Task<(Guid Id, string Token)> AddBearerTokenAsync(DbScope db, ClientId client, DateTimeOffset expiresAt, CancellationToken stop)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var token = LongLivedTokens.Create(client, id);
        await InsertCredentialAsync(db, client, id, BearerTokenKind, Secrets.Hash(token), null, expiresAt, stop);
        return (id, token);
    }

    const string RevokeCredentialSql = """
        update client_credentials
        set revoked_at = @now
        where organization_id = @organization
          and client_id = @client
          and credential_id = @id
          and revoked_at is null
        """;

    /// <returns>False when there is no such credential that is still valid.</returns>
    public async Task<bool> RevokeCredentialAsync(DbScope db, ClientId client, Guid id, CancellationToken stop) =>
        await db.ExecuteAsync(RevokeCredentialSql, new { client, id, now = clock.GetUtcNow() }, stop) == 1;

    const string RevokeSql = """
        update clients
        set state = 'revoked', version = version + 1, modified_at = @now
        where organization_id = @organization
          and client_id = @client
          and state = 'active'
        """;

    /// <summary>Ends a client for good: its credentials and tokens open nothing within ten seconds on every node.</summary>
    /// <returns>False when there is no such active client.</returns>
    public async Task<bool> RevokeAsync(DbScope db, ClientId client, CancellationToken stop) =>
        await db.ExecuteAsync(RevokeSql, new { client, now = clock.GetUtcNow() }, stop) == 1;

    Task<int> InsertCredentialAsync(
        DbScope db, ClientId client, Guid id, string kind, byte[]? hash, string? publicKey, DateTimeOffset? expiresAt, CancellationToken stop) =>
        db.ExecuteAsync(InsertCredentialSql, new { client, id, kind, hash, publicKey, expiresAt, now = clock.GetUtcNow() }, stop);
}
