using System.Text.Json;

using Gatehouse.Server.Clients;
using Gatehouse.Server.Keys;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.OAuth.Applications;

/// <summary>The applications and application_secrets tables.</summary>
sealed class ApplicationRegister(TimeProvider clock)
{
    public const string SecretPrefix = "ghs_";

    const string InsertSql = """
        insert into applications (organization_id, client_id, name, is_public, settings, state, version, created_at, modified_at)
        values (@organization, @client, @name, @isPublic, @settings, 'active', 1, @now, @now)
        """;

    const string InsertSecretSql = """
        insert into application_secrets (organization_id, client_id, credential_id, hash, created_at)
        values (@organization, @client, @id, @hash, @now)
        """;

    /// <summary>Registers an application.</summary>
    /// <returns>Its id, and the secret of one that can keep it, which cannot be shown again.</returns>
    public async Task<(ApplicationClientId Id, string? Secret)> CreateAsync(
        DbScope db, string name, bool isPublic, ApplicationSettings settings, CancellationToken stop)
    {
        var id = ApplicationClientId.New(db.Organization, clock);
        var (client, now) = (id.ToString(), clock.GetUtcNow());
        await db.ExecuteAsync(
            InsertSql, new { client, name, isPublic, settings = JsonSerializer.Serialize(settings, ApplicationJson.Default.ApplicationSettings), now }, stop);
        if (isPublic)
            return (id, null);

        var secret = Secrets.Text(SecretPrefix);
        await db.ExecuteAsync(InsertSecretSql, new { client, id = Guid.CreateVersion7(now), hash = Secrets.Hash(secret), now }, stop);
        return (id, secret);
    }

    const string FindSql = """
        select a.client_id, a.name, a.is_public, a.settings, s.credential_id, s.hash, s.expires_at
        from applications a
        join organizations o on o.organization_id = a.organization_id
        left join application_secrets s on s.organization_id = a.organization_id and s.client_id = a.client_id and s.revoked_at is null
        where a.organization_id = @organization
          and a.client_id = @client
          and a.state = 'active'
          and o.state = 'active'
        """;

    /// <returns>Null for one that does not exist or may not be used.</returns>
    public async Task<(Application Application, IReadOnlyList<ClientSecret> Secrets)?> FindAsync(DbScope db, ApplicationClientId id, CancellationToken stop)
    {
        var rows = await db.ListAsync<Row>(FindSql, new { client = id.ToString() }, stop);
        return rows is [var first, ..] ? (ApplicationOf(first), [.. rows.Select(SecretOf).OfType<ClientSecret>()]) : null;
    }

    const string ListSql = """
        select client_id, name, is_public, settings
        from applications
        where organization_id = @organization
          and state = 'active'
        order by created_at, client_id
        """;

    public async Task<IReadOnlyList<Application>> ListAsync(DbScope db, CancellationToken stop) =>
        [.. (await db.ListAsync<Row>(ListSql, null, stop)).Select(ApplicationOf)];

    static Application ApplicationOf(Row row) => new()
    {
        Id = ApplicationClientId.TryParse(row.ClientId, out var id) ? id : throw new InvalidDataException("The column holds no application id."),
        Name = row.Name, IsPublic = row.IsPublic,
        Settings = JsonSerializer.Deserialize(row.Settings, ApplicationJson.Default.ApplicationSettings)!,
    };

    static ClientSecret? SecretOf(Row row) => row is { CredentialId: { } id, Hash: { } hash } ? new(id, hash, row.ExpiresAt) : null;

    sealed class Row
    {
        public required string ClientId { get; init; }

        public required string Name { get; init; }

        public required bool IsPublic { get; init; }

        public required string Settings { get; init; }

        public Guid? CredentialId { get; init; }

        public byte[]? Hash { get; init; }

        public DateTimeOffset? ExpiresAt { get; init; }
    }
}
