using Gatehouse.Server.Keys;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Federation;

/// <summary>The identity_providers and identity_provider_domains tables. The only class that writes them.</summary>
sealed class IdentityProviders(EmailDomains domains, Sealing sealing, TimeProvider clock)
{
    const string SecretPurpose = "federation-secret";
    const string KeyPurpose = "federation-key";

    const string Columns = """
        organization_id, identity_provider_id, protocol, name, state, settings, sealed_secret, sealed_key, certificate, metadata, version, created_at
        """;

    const string InsertSql = """
        insert into identity_providers (organization_id, identity_provider_id, protocol, name, state, settings, sealed_secret, sealed_key,
            certificate, metadata, refresh_at, version, created_at, modified_at)
        values (@organization, @IdentityProviderId, @Protocol, @Name, @State, @settings, @SealedSecret, @SealedKey,
            @Certificate, @Metadata, @refreshAt, 1, @now, @now)
        """;

    /// <summary>Adds a federation.</summary>
    public Task AddAsync(DbScope db, IdentityProvider provider, DateTimeOffset? refreshAt, CancellationToken stop) => db.ExecuteAsync(InsertSql, new
    {
        provider.IdentityProviderId, provider.Protocol, provider.Name, provider.State, settings = provider.Settings.ToJson(), provider.SealedSecret,
        provider.SealedKey, provider.Certificate, provider.Metadata, refreshAt, now = clock.GetUtcNow(),
    }, stop);

    const string UpdateSql = """
        update identity_providers
        set protocol = @Protocol, name = @Name, state = @State, settings = @settings, sealed_secret = @SealedSecret, sealed_key = @SealedKey,
            certificate = @Certificate, metadata = @Metadata, refresh_at = @refreshAt, version = version + 1, modified_at = @now
        where organization_id = @organization
          and identity_provider_id = @IdentityProviderId
          and version = @Version
        """;

    /// <summary>Saves a changed federation, unless somebody else has changed it since it was read.</summary>
    /// <returns>False when somebody has.</returns>
    public async Task<bool> SaveAsync(DbScope db, IdentityProvider provider, DateTimeOffset? refreshAt, CancellationToken stop) =>
        await db.ExecuteAsync(UpdateSql, new
        {
            provider.IdentityProviderId, provider.Protocol, provider.Name, provider.State, settings = provider.Settings.ToJson(), provider.SealedSecret,
            provider.SealedKey, provider.Certificate, provider.Metadata, refreshAt, provider.Version, now = clock.GetUtcNow(),
        }, stop) == 1;

    const string FindSql = $"""
        select {Columns}
        from identity_providers
        where organization_id = @organization
          and identity_provider_id = @provider
        """;

    public async Task<IdentityProvider?> FindAsync(DbScope db, Guid provider, CancellationToken stop) =>
        (await db.FindAsync<Row>(FindSql, new { provider }, stop))?.Read();

    const string ListSql = $"""
        select {Columns}
        from identity_providers
        where organization_id = @organization
        order by created_at, identity_provider_id
        """;

    public async Task<IReadOnlyList<IdentityProvider>> ListAsync(DbScope db, CancellationToken stop) =>
        [.. (await db.ListAsync<Row>(ListSql, null, stop)).Select(static row => row.Read())];

    const string OnDutySql = $"""
        select {Columns}
        from identity_providers p
        where p.organization_id = @organization
          and p.state = 'active'
          and exists (
            select 1
            from identity_provider_domains d
            where d.organization_id = p.organization_id
              and d.identity_provider_id = p.identity_provider_id
              and d.domain = @domain)
        order by p.created_at, p.identity_provider_id
        """;

    /// <summary>The active federations that speak for a domain.</summary>
    public async Task<IReadOnlyList<IdentityProvider>> OnDutyAsync(DbScope db, string domain, CancellationToken stop) =>
        [.. (await db.ListAsync<Row>(OnDutySql, new { domain }, stop)).Select(static row => row.Read())];

    const string SetStateSql = """
        update identity_providers
        set state = @state, version = version + 1, modified_at = @now
        where organization_id = @organization
          and identity_provider_id = @provider
        """;

    /// <summary>Changes a federation's state, and with it what its domains are routed by.</summary>
    public async Task SetStateAsync(DbScope db, Guid provider, string state, CancellationToken stop)
    {
        await db.ExecuteAsync(SetStateSql, new { provider, state, now = clock.GetUtcNow() }, stop);
        foreach (var domain in await DomainsOfAsync(db, provider, stop))
            await RouteAsync(db, domain, stop);
    }

    const string DomainsOfSql = """
        select domain
        from identity_provider_domains
        where organization_id = @organization
          and identity_provider_id = @provider
        order by domain
        """;

    /// <summary>The domains that a federation speaks for, whether or not they are proven.</summary>
    public Task<IReadOnlyList<string>> DomainsOfAsync(DbScope db, Guid provider, CancellationToken stop) =>
        db.ListAsync<string>(DomainsOfSql, new { provider }, stop);

    const string AddDomainSql = """
        insert into identity_provider_domains (organization_id, identity_provider_id, domain, created_at)
        values (@organization, @provider, @domain, @now)
        on conflict (organization_id, identity_provider_id, domain) do nothing
        """;

    /// <summary>Lets a federation speak for a domain, which the organization claims with it.</summary>
    /// <returns>False when another organization has it.</returns>
    public async Task<bool> AddDomainAsync(DbScope db, Guid provider, string domain, CancellationToken stop)
    {
        var name = domain.Trim().ToLowerInvariant();
        if (await domains.ClaimAsync(db, name, stop) == DomainClaim.Taken)
            return false;

        await db.ExecuteAsync(AddDomainSql, new { provider, domain = name, now = clock.GetUtcNow() }, stop);
        await RouteAsync(db, name, stop);
        return true;
    }

    const string RemoveDomainSql = """
        delete from identity_provider_domains
        where organization_id = @organization
          and identity_provider_id = @provider
          and domain = @domain
        """;

    /// <summary>Has a federation speak for a domain no longer. The organization keeps it.</summary>
    public async Task RemoveDomainAsync(DbScope db, Guid provider, string domain, CancellationToken stop)
    {
        var name = domain.Trim().ToLowerInvariant();
        await db.ExecuteAsync(RemoveDomainSql, new { provider, domain = name }, stop);
        await RouteAsync(db, name, stop);
    }

    async Task RouteAsync(DbScope db, string domain, CancellationToken stop) =>
        await domains.SetFederatedAsync(db, domain, (await OnDutyAsync(db, domain, stop)).Count > 0, stop);

    const string ListDueSql = """
        select organization_id, identity_provider_id
        from identity_providers
        where refresh_at <= @now
        order by refresh_at
        limit @take
        """;

    /// <summary>Federations that are to be looked at, of all organizations. For the instance's scope.</summary>
    public Task<IReadOnlyList<DueProvider>> ListDueAsync(DbScope instance, int take, CancellationToken stop) =>
        instance.ListAsync<DueProvider>(ListDueSql, new { now = clock.GetUtcNow(), take }, stop);

    const string TakeDueSql = """
        update identity_providers
        set refresh_at = @until
        where organization_id = @organization
          and identity_provider_id = @provider
          and refresh_at <= @now
        """;

    /// <summary>Takes a federation that is to be looked at, for a while.</summary>
    /// <returns>False when another node has it.</returns>
    public async Task<bool> TakeDueAsync(DbScope db, Guid provider, DateTimeOffset until, CancellationToken stop) =>
        await db.ExecuteAsync(TakeDueSql, new { provider, until, now = clock.GetUtcNow() }, stop) == 1;

    const string ScheduleSql = """
        update identity_providers
        set refresh_at = @at
        where organization_id = @organization
          and identity_provider_id = @provider
        """;

    /// <summary>Says when a federation is to be looked at next.</summary>
    public Task ScheduleAsync(DbScope db, Guid provider, DateTimeOffset at, CancellationToken stop) => db.ExecuteAsync(ScheduleSql, new { provider, at }, stop);

    const string SaveMetadataSql = """
        update identity_providers
        set metadata = @metadata, version = version + 1, modified_at = @now
        where organization_id = @organization
          and identity_provider_id = @provider
          and protocol = 'saml'
        """;

    public Task SaveMetadataAsync(DbScope db, Guid provider, string metadata, CancellationToken stop) =>
        db.ExecuteAsync(SaveMetadataSql, new { provider, metadata, now = clock.GetUtcNow() }, stop);

    public byte[] SealSecret(FederationId id, string secret) => sealing.Seal(System.Text.Encoding.UTF8.GetBytes(secret), SecretPurpose, id.ToString());

    /// <summary>The client secret, or null when there is none.</summary>
    public string? SecretOf(IdentityProvider provider) => provider.SealedSecret is { } value
        ? System.Text.Encoding.UTF8.GetString(sealing.Open(value, SecretPurpose, provider.Id.ToString()))
        : null;

    public byte[] SealKey(FederationId id, byte[] pkcs8) => sealing.Seal(pkcs8, KeyPurpose, id.ToString());

    /// <summary>Our private key in PKCS#8, or null when there is none.</summary>
    public byte[]? KeyOf(IdentityProvider provider) => provider.SealedKey is { } value ? sealing.Open(value, KeyPurpose, provider.Id.ToString()) : null;

    sealed class Row
    {
        public required Guid OrganizationId { get; init; }

        public required Guid IdentityProviderId { get; init; }

        public required string Protocol { get; init; }

        public required string Name { get; init; }

        public required string State { get; init; }

        public required string Settings { get; init; }

        public byte[]? SealedSecret { get; init; }

        public byte[]? SealedKey { get; init; }

        public byte[]? Certificate { get; init; }

        public string? Metadata { get; init; }

        public required long Version { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public IdentityProvider Read() => new()
        {
            OrganizationId = OrganizationId, IdentityProviderId = IdentityProviderId, Protocol = Protocol, Name = Name, State = State,
            Settings = ProviderSettings.Read(Settings), SealedSecret = SealedSecret, SealedKey = SealedKey, Certificate = Certificate,
            Metadata = Metadata, Version = Version, CreatedAt = CreatedAt,
        };
    }
}

/// <summary>Names a federation that is to be looked at.</summary>
sealed class DueProvider
{
    public required Guid OrganizationId { get; init; }

    public required Guid IdentityProviderId { get; init; }

    public FederationId Id => new(new OrganizationId(OrganizationId), IdentityProviderId);
}
