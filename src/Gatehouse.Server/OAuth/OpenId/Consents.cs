using System.Text.Json.Serialization;

using Gatehouse.Server.Directory;
using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.OAuth.Stores;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>
/// What people let applications do: consents, which are kept, and each sign-in to an application. Rows of the authorizations table, of which
/// OpenIddict writes the second kind (Stores/AuthorizationStore).
/// </summary>
sealed class Consents(TimeProvider clock)
{
    const string FindSql = """
        select scopes
        from authorizations
        where organization_id = @organization
          and subject = @subject
          and client_id = @client
          and kind = 'permanent'
          and state = 'valid'
        """;

    /// <summary>The scopes that a person has let an application have.</summary>
    public async Task<IReadOnlySet<string>> FindAsync(DbScope db, UserId user, ApplicationClientId application, CancellationToken stop)
    {
        var rows = await db.ListAsync<string>(FindSql, new { subject = user.ToString(), client = application.ToString() }, stop);
        return rows.SelectMany(static scopes => scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.Ordinal);
    }

    const string AddSql = """
        insert into authorizations (organization_id, authorization_id, client_id, subject, kind, state, scopes, version, created_at)
        values (@organization, @id, @client, @subject, 'permanent', 'valid', @scopes, 1, @now)
        """;

    /// <summary>Keeps a consent.</summary>
    public Task AddAsync(DbScope db, UserId user, ApplicationClientId application, IEnumerable<string> scopes, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return db.LaterAsync(AddSql, new
        {
            id = Guid.CreateVersion7(now), client = application.ToString(), subject = user.ToString(), scopes = string.Join(' ', scopes), now,
        }, stop);
    }

    const string StandsSql = """
        select count(*)
        from authorizations
        where organization_id = @organization
          and authorization_id = @id
          and state = 'valid'
        """;

    /// <summary>Whether what an application was granted in a sign-in was not taken back.</summary>
    public async Task<bool> StandsAsync(DbScope db, string? authorization, CancellationToken stop) =>
        authorization is null
        || (StoredIds.TryParse(authorization, out var organization, out var id) && organization == db.Organization
            && await db.ScalarAsync<long>(StandsSql, new { id }, stop) == 1);

    const string RevokeGrantSql = """
        update authorizations
        set state = 'revoked', version = version + 1
        where organization_id = @organization
          and authorization_id = @id
          and state = 'valid'
        """;

    /// <summary>Takes back what an application was granted in one sign-in.</summary>
    public Task RevokeGrantAsync(DbScope db, Guid authorization, CancellationToken stop) =>
        db.ExecuteAsync(RevokeGrantSql, new { id = authorization }, stop);

    const string SweepSql = """
        delete from authorizations
        where organization_id = @organization
          and created_at < @before
          and kind <> 'permanent'
        """;

    const string SweepTokensSql = """
        delete from tokens
        where organization_id = @organization
          and expires_at < @before
        """;

    /// <summary>Forgets tokens that ran out and grants too old for anything of them to last. Consents are kept until they are taken back.</summary>
    public async Task SweepAsync(DbScope db, DateTimeOffset now, DateTimeOffset before, CancellationToken stop)
    {
        await db.ExecuteAsync(SweepTokensSql, new { before = now }, stop);
        await db.ExecuteAsync(SweepSql, new { before }, stop);
    }

    const string ListSql = """
        select a.client_id, p.name, max(case when a.kind = 'permanent' then a.scopes end) as consented_scopes, max(a.created_at) as last_used_at
        from authorizations a
        join applications p on p.organization_id = a.organization_id and p.client_id = a.client_id
        where a.organization_id = @organization
          and a.subject = @subject
          and a.state = 'valid'
          and p.state = 'active'
        group by a.client_id, p.name
        order by p.name, a.client_id
        """;

    /// <summary>The applications that a person uses or has consented to.</summary>
    public Task<IReadOnlyList<UsedApplication>> ListAsync(DbScope db, UserId user, CancellationToken stop) =>
        db.ListAsync<UsedApplication>(ListSql, new { subject = user.ToString() }, stop);

    const string WithdrawSql = """
        update authorizations
        set state = 'revoked', version = version + 1
        where organization_id = @organization
          and subject = @subject
          and client_id = @client
          and state = 'valid'
        """;

    const string RevokeTokensSql = """
        update tokens
        set state = 'revoked', version = version + 1
        where organization_id = @organization
          and subject = @subject
          and client_id = @client
          and state <> 'revoked'
        """;

    /// <summary>Takes back everything a person let an application do: consents, and what was granted in sign-ins.</summary>
    /// <returns>False when there was nothing.</returns>
    public async Task<bool> WithdrawAsync(DbScope db, UserId user, string client, CancellationToken stop)
    {
        var of = new { subject = user.ToString(), client };
        await db.ExecuteAsync(RevokeTokensSql, of, stop);
        return await db.ExecuteAsync(WithdrawSql, of, stop) > 0;
    }
}

/// <summary>An application that a person uses.</summary>
sealed record UsedApplication
{
    public required string ClientId { get; init; }

    public required string Name { get; init; }

    /// <summary>What the person consented to; null when nobody was asked.</summary>
    public string? ConsentedScopes { get; init; }

    public required DateTimeOffset LastUsedAt { get; init; }
}

/// <summary>A question to a person that waits for its answer, in an encrypted cookie.</summary>
sealed record ConsentQuestion
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <summary>The authorization request, to go on with.</summary>
    public required string ReturnUrl { get; init; }

    public required string Client { get; init; }

    /// <summary>Whom the question is for.</summary>
    public required Guid User { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Where the answer goes to, to be shown.</summary>
    public required string RedirectUri { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>The answer was no; the application is told when the request goes on.</summary>
    public bool IsDenied { get; init; }

    /// <summary>The answer was yes: a request that wants to be asked is not asked again.</summary>
    public bool IsGiven { get; init; }
}

[JsonSerializable(typeof(ConsentQuestion))]
sealed partial class ConsentJson : JsonSerializerContext;
