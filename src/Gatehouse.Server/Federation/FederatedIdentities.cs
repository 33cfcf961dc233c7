using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Federation;

/// <summary>Who a subject of an identity provider is. A row of federated_identities.</summary>
sealed class FederatedIdentity
{
    public required Guid IdentityProviderId { get; init; }

    public required string Subject { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>How it came to be: one of <see cref="LinkedBy"/>.</summary>
    public required string LinkedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastUsedAt { get; init; }
}

/// <summary>How a subject and a user came together.</summary>
static class LinkedBy
{
    public const string ExternalId = "external-id";
    public const string Address = "address";
    public const string ProvenAddress = "proven-address";
    public const string Creation = "creation";
}

/// <summary>
/// The federated_identities table: one subject of a federation is one user, and one user is one subject of a federation (S60). The federation
/// has one issuer for all its life, so that its id stands for the issuer too.
/// </summary>
sealed class FederatedIdentities(TimeProvider clock)
{
    const string Columns = "identity_provider_id, subject, user_id, linked_by, created_at, last_used_at";

    const string FindSql = $"""
        select {Columns}
        from federated_identities
        where organization_id = @organization
          and identity_provider_id = @provider
          and subject = @subject
        """;

    public Task<FederatedIdentity?> FindAsync(DbScope db, Guid provider, string subject, CancellationToken stop) =>
        db.FindAsync<FederatedIdentity>(FindSql, new { provider, subject }, stop);

    const string ListSql = $"""
        select {Columns}
        from federated_identities
        where organization_id = @organization
          and user_id = @user
        order by created_at, identity_provider_id
        """;

    /// <summary>Who the user is elsewhere.</summary>
    public Task<IReadOnlyList<FederatedIdentity>> ListAsync(DbScope db, UserId user, CancellationToken stop) =>
        db.ListAsync<FederatedIdentity>(ListSql, new { user = user.Value }, stop);

    const string RemoveGoneSql = """
        delete from federated_identities
        where organization_id = @organization
          and identity_provider_id = @provider
          and subject = @subject
          and not exists (
            select 1 from users u
            where u.organization_id = federated_identities.organization_id and u.user_id = federated_identities.user_id)
        """;

    const string AddSql = """
        insert into federated_identities (organization_id, identity_provider_id, subject, user_id, linked_by, created_at, last_used_at)
        values (@organization, @provider, @subject, @user, @linkedBy, @now, @now)
        """;

    /// <summary>Notes who a subject is, for good.</summary>
    /// <exception cref="UniqueViolationException">From here or from the commit: the subject is somebody already, or the user is another subject.</exception>
    public async Task AddAsync(DbScope db, Guid provider, string subject, UserId user, string linkedBy, CancellationToken stop)
    {
        // Who was deleted and provisioned anew is another user.
        await db.ExecuteAsync(RemoveGoneSql, new { provider, subject }, stop);
        await db.ExecuteAsync(AddSql, new { provider, subject, user = user.Value, linkedBy, now = clock.GetUtcNow() }, stop);
    }

    const string UseSql = """
        update federated_identities
        set last_used_at = @now
        where organization_id = @organization
          and identity_provider_id = @provider
          and subject = @subject
        """;

    public Task UseAsync(DbScope db, Guid provider, string subject, CancellationToken stop) =>
        db.LaterAsync(UseSql, new { provider, subject, now = clock.GetUtcNow() }, stop);

    const string SweepSql = """
        delete from federated_identities
        where organization_id = @organization
          and not exists (
            select 1 from users u
            where u.organization_id = federated_identities.organization_id and u.user_id = federated_identities.user_id)
          and not exists (
            select 1 from deleted_users d
            where d.organization_id = federated_identities.organization_id and d.user_id = federated_identities.user_id)
        """;

    /// <summary>Forgets who was deleted so long ago that nobody can bring them back.</summary>
    public Task<int> SweepAsync(DbScope db, CancellationToken stop) => db.ExecuteAsync(SweepSql, null, stop);
}
