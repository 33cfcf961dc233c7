using System.Collections.Concurrent;

using Gatehouse.Server.Directory;
using Gatehouse.Server.Keys;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>A sign-in that lasts. A row of the sign_ins table, with whether its user and organization still may.</summary>
sealed record StoredSignIn
{
    public required Guid SignInId { get; init; }

    public required Guid UserId { get; init; }

    public required byte[] HandleHash { get; init; }

    /// <summary>How the person proved to be the user, as <c>amr</c> values (RFC 8176), separated by spaces.</summary>
    public required string Methods { get; init; }

    /// <summary>When; renewed by a step-up.</summary>
    public required DateTimeOffset AuthenticatedAt { get; init; }

    public string? SourceAddress { get; init; }

    public string? UserAgent { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>What a sign-in is begun or renewed by.</summary>
sealed record SignInProof
{
    /// <summary>How the person proved to be the user, as <c>amr</c> values and names of our own.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    public string? SourceAddress { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>The identity provider that vouches for the person, or null for an account of ours.</summary>
    public Guid? IdentityProvider { get; init; }

    /// <summary>What signing out there needs, sealed; or null.</summary>
    public byte[]? Upstream { get; init; }

    /// <summary>When they proved it, or null for now.</summary>
    public DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>Until when an identity provider vouches for them, or null when it does not say.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    public string MethodsText => string.Join(' ', Methods);
}

/// <summary>
/// The sign_ins table. The browser holds a random handle, whose hash is here; ending a row ends the sign-in on every node within five
/// seconds, and so does deactivating the user or suspending the organization (S76).
/// </summary>
sealed class SignIns(Database database, ApplicationSignIns applications, TimeProvider clock)
{
    const int MostKept = 50_000;
    static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(4);
    static readonly TimeSpan Idle = TimeSpan.FromHours(8);
    static readonly TimeSpan Absolute = TimeSpan.FromHours(24);
    static readonly TimeSpan SeenInterval = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<string, (StoredSignIn? SignIn, long ReadAt)> known = new(StringComparer.Ordinal);

    const string InsertSql = """
        insert into sign_ins (organization_id, sign_in_id, user_id, handle_hash, methods, authenticated_at, source_address, user_agent,
            identity_provider_id, upstream, created_at, last_seen_at, expires_at)
        values (@organization, @id, @user, @hash, @MethodsText, @authenticatedAt, @SourceAddress, @UserAgent, @IdentityProvider, @Upstream, @now, @now, @expiresAt)
        """;

    /// <summary>Begins a sign-in.</summary>
    /// <returns>Its id, and the handle for the cookie.</returns>
    public async Task<(Guid Id, string Handle)> BeginAsync(DbScope db, UserId user, SignInProof proof, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var secret = Secrets.Text("");
        await db.ExecuteAsync(InsertSql, new
        {
            id, user = user.Value, hash = Secrets.Hash(secret), proof.MethodsText, proof.SourceAddress, proof.UserAgent, proof.IdentityProvider, proof.Upstream,
            now, authenticatedAt = proof.AuthenticatedAt ?? now, expiresAt = EndOf(proof, now),
        }, stop);
        return (id, $"{db.Organization}.{id:N}.{secret}");
    }

    static DateTimeOffset EndOf(SignInProof proof, DateTimeOffset now) => proof.EndsAt is { } end && end < now + Absolute ? end : now + Absolute;

    const string RenewSql = """
        update sign_ins
        set handle_hash = @hash, methods = @MethodsText, authenticated_at = @authenticatedAt, source_address = @SourceAddress, user_agent = @UserAgent,
            identity_provider_id = @IdentityProvider, upstream = @Upstream, last_seen_at = @now, expires_at = @expiresAt
        where organization_id = @organization
          and sign_in_id = @id
          and user_id = @user
          and ended_at is null
        """;

    /// <summary>Goes on with a sign-in whose person has proved anew to be the user, under a new handle. What it granted stands.</summary>
    /// <returns>The handle, or null when the sign-in has ended meanwhile.</returns>
    public async Task<string?> RenewAsync(DbScope db, UserId user, Guid id, SignInProof proof, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var secret = Secrets.Text("");
        var isRenewed = await db.ExecuteAsync(RenewSql, new
        {
            id, user = user.Value, hash = Secrets.Hash(secret), proof.MethodsText, proof.SourceAddress, proof.UserAgent, proof.IdentityProvider, proof.Upstream,
            now, authenticatedAt = proof.AuthenticatedAt ?? now, expiresAt = EndOf(proof, now),
        }, stop) == 1;
        return isRenewed ? $"{db.Organization}.{id:N}.{secret}" : null;
    }

    const string FindSql = """
        select s.sign_in_id, s.user_id, s.handle_hash, s.methods, s.authenticated_at, s.source_address, s.user_agent, s.created_at, s.last_seen_at,
            s.expires_at
        from sign_ins s
        join users u on u.organization_id = s.organization_id and u.user_id = s.user_id
        join organizations o on o.organization_id = s.organization_id
        where s.organization_id = @organization
          and s.sign_in_id = @id
          and s.ended_at is null
          and u.active
          and (u.deactivated_at is null or u.deactivated_at < s.created_at)
          and o.state = 'active'
        """;

    /// <summary>The sign-in of a handle, if it lasts; at most five seconds old.</summary>
    public async ValueTask<(OrganizationId Organization, StoredSignIn SignIn)?> FindAsync(string? handle, CancellationToken stop)
    {
        if (!TryParse(handle, out var organization, out var id, out var secret))
            return null;

        if (!known.TryGetValue(handle!, out var entry) || clock.GetElapsedTime(entry.ReadAt) > MaxAge)
            entry = await ReadAsync(handle!, organization, id, secret, stop);

        var now = clock.GetUtcNow();
        return entry.SignIn is { } found && found.ExpiresAt > now && found.LastSeenAt + Idle > now ? (organization, found) : null;
    }

    async Task<(StoredSignIn? SignIn, long ReadAt)> ReadAsync(string handle, OrganizationId organization, Guid id, string secret, CancellationToken stop)
    {
        var readAt = clock.GetTimestamp();
        var found = await database.ReadAsync(organization, db => db.FindAsync<StoredSignIn>(FindSql, new { id }, stop), stop);
        if (found is not null && !Secrets.Matches(found.HandleHash, Secrets.Hash(secret)))
            found = null;
        if (found is not null && found.LastSeenAt + SeenInterval < clock.GetUtcNow())
            await TouchAsync(organization, found, stop);

        // What is not there is not kept either: anybody can make up handles.
        if (found is null)
        {
            known.TryRemove(handle, out _);
            return (null, readAt);
        }

        if (known.Count >= MostKept)
            known.Clear();
        return known[handle] = (found, readAt);
    }

    const string TouchSql = """
        update sign_ins
        set last_seen_at = @now
        where organization_id = @organization
          and sign_in_id = @id
        """;

    Task TouchAsync(OrganizationId organization, StoredSignIn signIn, CancellationToken stop) => signIn.LastSeenAt + Idle <= clock.GetUtcNow()
        ? Task.CompletedTask
        : database.WriteAsync(organization, db => db.LaterAsync(TouchSql, new { id = signIn.SignInId, now = clock.GetUtcNow() }, stop), stop);

    const string ListSql = """
        select sign_in_id, user_id, handle_hash, methods, authenticated_at, source_address, user_agent, created_at, last_seen_at, expires_at
        from sign_ins
        where organization_id = @organization
          and user_id = @user
          and ended_at is null
          and expires_at > @now
        order by last_seen_at desc
        """;

    /// <summary>The user's sign-ins that last.</summary>
    public Task<IReadOnlyList<StoredSignIn>> ListAsync(DbScope db, UserId user, CancellationToken stop) =>
        db.ListAsync<StoredSignIn>(ListSql, new { user = user.Value, now = clock.GetUtcNow() }, stop);

    const string EndSql = """
        update sign_ins
        set ended_at = @now
        where organization_id = @organization
          and user_id = @user
          and sign_in_id = @id
          and ended_at is null
        """;

    /// <summary>Ends one sign-in of a user.</summary>
    /// <returns>False when there is none.</returns>
    public async Task<bool> EndAsync(DbScope db, UserId user, Guid id, CancellationToken stop)
    {
        if (await db.ExecuteAsync(EndSql, new { user = user.Value, id, now = clock.GetUtcNow() }, stop) == 0)
            return false;

        await applications.EndAsync(db, id, stop);
        return true;
    }

    const string EndAllSql = """
        update sign_ins
        set ended_at = @now
        where organization_id = @organization
          and user_id = @user
          and sign_in_id <> @but
          and ended_at is null
        """;

    /// <summary>Ends all sign-ins of a user, but one if so wished.</summary>
    public async Task EndAllAsync(DbScope db, UserId user, Guid? but, CancellationToken stop)
    {
        await db.ExecuteAsync(EndAllSql, new { user = user.Value, but = but ?? Guid.Empty, now = clock.GetUtcNow() }, stop);
        await applications.EndAllAsync(db, user, but, stop);
    }

    const string FindUpstreamSql = """
        select identity_provider_id, upstream
        from sign_ins
        where organization_id = @organization
          and sign_in_id = @id
        """;

    /// <summary>By whose word a sign-in is, and what signing out there needs.</summary>
    public Task<UpstreamSignIn?> FindUpstreamAsync(DbScope db, Guid id, CancellationToken stop) =>
        db.FindAsync<UpstreamSignIn>(FindUpstreamSql, new { id }, stop);

    const string SweepSql = """
        delete from sign_ins
        where organization_id = @organization
          and expires_at < @before
        """;

    /// <summary>Forgets sign-ins that ran out so long ago that nothing granted in them can last.</summary>
    public Task<int> SweepAsync(DbScope db, DateTimeOffset before, CancellationToken stop) => db.ExecuteAsync(SweepSql, new { before }, stop);

    /// <summary>Makes this node ask again at once, after an end that happened here.</summary>
    public void Forget(string handle) => known.TryRemove(handle, out _);

    static bool TryParse(string? handle, out OrganizationId organization, out Guid id, out string secret)
    {
        (organization, id, secret) = (default, default, "");
        if (handle?.Split('.') is not [var first, var second, var third])
            return false;

        secret = third;
        return OrganizationId.TryParse(first, out organization) && Guid.TryParseExact(second, "N", out id) && third.Length > 0;
    }
}

/// <summary>The part of a sign-in that an identity provider keeps.</summary>
sealed class UpstreamSignIn
{
    public Guid? IdentityProviderId { get; init; }

    public byte[]? Upstream { get; init; }
}
