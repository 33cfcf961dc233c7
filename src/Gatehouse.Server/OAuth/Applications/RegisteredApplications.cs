using System.Text.Json;

using Gatehouse.Server.Keys;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.OAuth.Applications;

/// <summary>
/// Applications as administrators see and change them, in whatever state: with <see cref="ApplicationRegister"/> the only writer of their
/// tables. What changes here holds for the next request of the application, because each one reads its rows.
/// </summary>
sealed class RegisteredApplications(TimeProvider clock)
{
    /// <summary>Two, so that one can be exchanged without an outage.</summary>
    public const int MostSecrets = 2;

    const string ListSql = """
        select client_id, name, is_public, settings, state, created_at
        from applications
        where organization_id = @organization
        order by state, created_at, client_id
        """;

    /// <summary>All of an organization: those that work first, the oldest first.</summary>
    public async Task<IReadOnlyList<RegisteredApplication>> ListAsync(DbScope db, CancellationToken stop) =>
        [.. (await db.ListAsync<Row>(ListSql, null, stop)).Select(static row => row.ToApplication())];

    const string FindSql = """
        select client_id, name, is_public, settings, state, created_at
        from applications
        where organization_id = @organization
          and client_id = @client
        """;

    public async Task<RegisteredApplication?> FindAsync(DbScope db, ApplicationClientId id, CancellationToken stop) =>
        (await db.FindAsync<Row>(FindSql, new { client = id.ToString() }, stop))?.ToApplication();

    const string ChangeSql = """
        update applications
        set name = @name, settings = @settings, version = version + 1, modified_at = @now
        where organization_id = @organization
          and client_id = @client
        """;

    public Task ChangeAsync(DbScope db, ApplicationClientId id, string name, ApplicationSettings settings, CancellationToken stop) =>
        db.ExecuteAsync(ChangeSql, new
        {
            client = id.ToString(), name, settings = JsonSerializer.Serialize(settings, ApplicationJson.Default.ApplicationSettings), now = clock.GetUtcNow(),
        }, stop);

    const string SecretsSql = """
        select credential_id, expires_at, revoked_at, created_at
        from application_secrets
        where organization_id = @organization
          and client_id = @client
        order by created_at desc, credential_id desc
        """;

    /// <summary>An application's secrets, the newest first; never the secrets themselves.</summary>
    public Task<IReadOnlyList<ApplicationSecret>> SecretsAsync(DbScope db, ApplicationClientId id, CancellationToken stop) =>
        db.ListAsync<ApplicationSecret>(SecretsSql, new { client = id.ToString() }, stop);

    const string InsertSecretSql = """
        insert into application_secrets (organization_id, client_id, credential_id, hash, created_at)
        values (@organization, @client, @id, @hash, @now)
        """;

    /// <returns>The new secret, which is not stored and cannot be shown again; null when the application has two, or can keep none.</returns>
    public async Task<string?> AddSecretAsync(DbScope db, ApplicationClientId id, CancellationToken stop)
    {
        var client = id.ToString();
        // Of two that add at once, the second must count the first one's.
        if (await db.FindAsync<Row>(FindSql + db.Dialect.ForUpdate, new { client }, stop) is not { IsPublic: false, State: RegisteredApplication.Active })
            return null;

        var now = clock.GetUtcNow();
        if ((await SecretsAsync(db, id, stop)).Count(one => one.IsValid(now)) >= MostSecrets)
            return null;

        var secret = Secrets.Text(ApplicationRegister.SecretPrefix);
        await db.ExecuteAsync(InsertSecretSql, new { client, id = Guid.CreateVersion7(now), hash = Secrets.Hash(secret), now }, stop);
        return secret;
    }

    const string RevokeSecretSql = """
        update application_secrets
        set revoked_at = @now
        where organization_id = @organization
          and client_id = @client
          and credential_id = @secret
          and revoked_at is null
        """;

    /// <returns>False when there is no such secret that still works.</returns>
    public async Task<bool> RevokeSecretAsync(DbScope db, ApplicationClientId id, Guid secret, CancellationToken stop) =>
        await db.ExecuteAsync(RevokeSecretSql, new { client = id.ToString(), secret, now = clock.GetUtcNow() }, stop) == 1;

    const string SetStateSql = """
        update applications
        set state = @state, version = version + 1, modified_at = @now
        where organization_id = @organization
          and client_id = @client
          and state <> @state
        """;

    /// <summary>Closes an application, or opens it again: nobody signs in to it meanwhile, and its refresh tokens are refused.</summary>
    /// <returns>False when it is in that state already, or not there.</returns>
    public async Task<bool> SetStateAsync(DbScope db, ApplicationClientId id, string state, CancellationToken stop) =>
        await db.ExecuteAsync(SetStateSql, new { client = id.ToString(), state, now = clock.GetUtcNow() }, stop) == 1;

    sealed class Row
    {
        public required string ClientId { get; init; }

        public required string Name { get; init; }

        public required bool IsPublic { get; init; }

        public required string Settings { get; init; }

        public required string State { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public RegisteredApplication ToApplication() => new()
        {
            Id = ApplicationClientId.TryParse(ClientId, out var id) ? id : throw new InvalidDataException("The column holds no application id."),
            Name = Name, IsPublic = IsPublic, State = State, CreatedAt = CreatedAt,
            // Written by the register alone.
            Settings = JsonSerializer.Deserialize(Settings, ApplicationJson.Default.ApplicationSettings)!,
        };
    }
}

/// <summary>An application with the state it is in.</summary>
sealed record RegisteredApplication
{
    public const string Active = "active";
    public const string Deactivated = "deactivated";

    public required ApplicationClientId Id { get; init; }

    public required string Name { get; init; }

    public required bool IsPublic { get; init; }

    public required ApplicationSettings Settings { get; init; }

    public required string State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public bool IsActive => State == Active;
}

/// <summary>A secret as lists show it.</summary>
sealed class ApplicationSecret
{
    public required Guid CredentialId { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public bool IsValid(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);
}
