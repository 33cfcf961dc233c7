using System.Collections.Immutable;
using System.Text.Json;

using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.Storage;

using OpenIddict.Abstractions;

namespace Gatehouse.Server.OAuth.Stores;

/// <summary>
/// The tokens table for OpenIddict: codes and refresh tokens, whose own text says their organization, and pushed requests, device and user
/// codes, which are references whose organization the request tells. Nothing looks for them in any other way, so what would have to ask all
/// organizations is refused.
/// </summary>
sealed class TokenStore(Database database, RequestOrganization asking, TimeProvider clock) : IOpenIddictTokenStore<StoredToken>
{
    const string Columns =
        "organization_id, token_id, authorization_id, client_id, subject, reference, kind, state, payload, properties, version, created_at, expires_at, redeemed_at";

    const string FindSql = $"""
        select {Columns}
        from tokens
        where organization_id = @organization
          and token_id = @id
        """;

    public async ValueTask<StoredToken?> FindByIdAsync(string identifier, CancellationToken cancellationToken) =>
        StoredIds.TryParse(identifier, out var organization, out var id)
            ? await database.ReadAsync(organization, db => db.FindAsync<StoredToken>(FindSql, new { id }, cancellationToken), cancellationToken)
            : null;

    const string InsertSql = """
        insert into tokens (organization_id, token_id, authorization_id, client_id, subject, reference, kind, state, payload, properties, version,
            created_at, expires_at, redeemed_at)
        values (@organization, @TokenId, @AuthorizationId, @ClientId, @Subject, @Reference, @Kind, @State, @Payload, @Properties, 1, @CreatedAt,
            @ExpiresAt, @RedeemedAt)
        """;

    public async ValueTask CreateAsync(StoredToken token, CancellationToken cancellationToken)
    {
        token.Version = 1;
        await database.WriteAsync(new OrganizationId(token.OrganizationId), db => db.LaterAsync(InsertSql, Row(token), cancellationToken), cancellationToken);
    }

    const string UpdateSql = """
        update tokens
        set authorization_id = @AuthorizationId, subject = @Subject, reference = @Reference, state = @State, payload = @Payload, properties = @Properties, version = version + 1,
            expires_at = @ExpiresAt, redeemed_at = @RedeemedAt
        where organization_id = @organization
          and token_id = @TokenId
          and version = @Version
        """;

    public async ValueTask UpdateAsync(StoredToken token, CancellationToken cancellationToken)
    {
        var isSaved = await database.WriteAsync(
            new OrganizationId(token.OrganizationId), db => db.ExecuteAsync(UpdateSql, Row(token), cancellationToken), cancellationToken) == 1;
        if (!isSaved)
            throw new OpenIddictExceptions.ConcurrencyException("The token was changed since it was read.");
        token.Version++;
    }

    static object Row(StoredToken token) => new
    {
        token.TokenId, token.AuthorizationId, token.ClientId, token.Subject, token.Reference, token.Kind, token.State, token.Payload, token.Properties, token.Version,
        token.CreatedAt, token.ExpiresAt, token.RedeemedAt,
    };

    const string DeleteSql = """
        delete from tokens
        where organization_id = @organization
          and token_id = @id
        """;

    public async ValueTask DeleteAsync(StoredToken token, CancellationToken cancellationToken) => await database.WriteAsync(
        new OrganizationId(token.OrganizationId), db => db.LaterAsync(DeleteSql, new { id = token.TokenId }, cancellationToken), cancellationToken);

    const string ListSql = $"""
        select {Columns}
        from tokens
        where organization_id = @organization
          and authorization_id = @id
        """;

    public async IAsyncEnumerable<StoredToken> FindByAuthorizationIdAsync(
        string identifier, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!StoredIds.TryParse(identifier, out var organization, out var id))
            yield break;

        foreach (var token in await database.ReadAsync(organization, db => db.ListAsync<StoredToken>(ListSql, new { id }, cancellationToken), cancellationToken))
            yield return token;
    }

    const string RevokeSql = """
        update tokens
        set state = 'revoked', version = version + 1
        where organization_id = @organization
          and authorization_id = @id
          and state <> 'revoked'
        """;

    public async ValueTask<long> RevokeByAuthorizationIdAsync(string identifier, CancellationToken cancellationToken = default) =>
        StoredIds.TryParse(identifier, out var organization, out var id)
            ? await database.WriteAsync(organization, db => db.ExecuteAsync(RevokeSql, new { id }, cancellationToken), cancellationToken)
            : 0;

    public ValueTask<StoredToken> InstantiateAsync(CancellationToken cancellationToken) =>
        new(new StoredToken { TokenId = Guid.CreateVersion7(clock.GetUtcNow()), CreatedAt = clock.GetUtcNow() });

    public ValueTask SetApplicationIdAsync(StoredToken token, string? identifier, CancellationToken cancellationToken)
    {
        if (!ApplicationClientId.TryParse(identifier, out var id))
            throw new InvalidOperationException("Only applications get codes and refresh tokens.");

        (token.ClientId, token.OrganizationId) = (id.ToString(), id.Organization.Value);
        return default;
    }

    public ValueTask SetAuthorizationIdAsync(StoredToken token, string? identifier, CancellationToken cancellationToken)
    {
        token.AuthorizationId = StoredIds.TryParse(identifier, out _, out var id) ? id : null;
        return default;
    }

    public ValueTask SetCreationDateAsync(StoredToken token, DateTimeOffset? date, CancellationToken cancellationToken)
    {
        token.CreatedAt = date ?? clock.GetUtcNow();
        return default;
    }

    public ValueTask SetExpirationDateAsync(StoredToken token, DateTimeOffset? date, CancellationToken cancellationToken)
    {
        token.ExpiresAt = date;
        return default;
    }

    public ValueTask SetPayloadAsync(StoredToken token, string? payload, CancellationToken cancellationToken)
    {
        token.Payload = payload;
        return default;
    }

    public ValueTask SetPropertiesAsync(StoredToken token, ImmutableDictionary<string, JsonElement> properties, CancellationToken cancellationToken)
    {
        token.Properties = StoredProperties.Write(properties);
        return default;
    }

    public ValueTask SetRedemptionDateAsync(StoredToken token, DateTimeOffset? date, CancellationToken cancellationToken)
    {
        token.RedeemedAt = date;
        return default;
    }

    public ValueTask SetReferenceIdAsync(StoredToken token, string? identifier, CancellationToken cancellationToken)
    {
        token.Reference = identifier;
        return default;
    }

    public ValueTask SetStatusAsync(StoredToken token, string? status, CancellationToken cancellationToken)
    {
        token.State = status ?? "";
        return default;
    }

    public ValueTask SetSubjectAsync(StoredToken token, string? subject, CancellationToken cancellationToken)
    {
        token.Subject = subject;
        return default;
    }

    public ValueTask SetTypeAsync(StoredToken token, string? type, CancellationToken cancellationToken)
    {
        token.Kind = type ?? "";
        return default;
    }

    public ValueTask<string?> GetIdAsync(StoredToken token, CancellationToken cancellationToken) => new(token.Id);

    public ValueTask<string?> GetApplicationIdAsync(StoredToken token, CancellationToken cancellationToken) => new(token.ClientId);

    public ValueTask<string?> GetAuthorizationIdAsync(StoredToken token, CancellationToken cancellationToken) =>
        new(token.AuthorizationId is { } id ? $"{new OrganizationId(token.OrganizationId)}.{id:N}" : null);

    public ValueTask<DateTimeOffset?> GetCreationDateAsync(StoredToken token, CancellationToken cancellationToken) => new(token.CreatedAt);

    public ValueTask<DateTimeOffset?> GetExpirationDateAsync(StoredToken token, CancellationToken cancellationToken) => new(token.ExpiresAt);

    public ValueTask<string?> GetPayloadAsync(StoredToken token, CancellationToken cancellationToken) => new(token.Payload);

    public ValueTask<ImmutableDictionary<string, JsonElement>> GetPropertiesAsync(StoredToken token, CancellationToken cancellationToken) =>
        new(StoredProperties.Read(token.Properties));

    public ValueTask<DateTimeOffset?> GetRedemptionDateAsync(StoredToken token, CancellationToken cancellationToken) => new(token.RedeemedAt);

    public ValueTask<string?> GetReferenceIdAsync(StoredToken token, CancellationToken cancellationToken) => new(token.Reference);

    public ValueTask<string?> GetStatusAsync(StoredToken token, CancellationToken cancellationToken) => new(token.State);

    public ValueTask<string?> GetSubjectAsync(StoredToken token, CancellationToken cancellationToken) => new(token.Subject);

    public ValueTask<string?> GetTypeAsync(StoredToken token, CancellationToken cancellationToken) => new(token.Kind);

    const string FindByReferenceSql = $"""
        select {Columns}
        from tokens
        where organization_id = @organization
          and reference = @identifier
        """;

    // Asked for whatever is no JWT, such as an opaque token of another kind.
    public async ValueTask<StoredToken?> FindByReferenceIdAsync(string identifier, CancellationToken cancellationToken) =>
        await asking.FindAsync() is { } organization
            ? await database.ReadAsync(organization, db => db.FindAsync<StoredToken>(FindByReferenceSql, new { identifier }, cancellationToken), cancellationToken)
            : null;

    public IAsyncEnumerable<StoredToken> FindAsync(string? subject, string? client, string? status, string? type, CancellationToken cancellationToken) => throw Unsupported();

    public IAsyncEnumerable<StoredToken> FindByApplicationIdAsync(string identifier, CancellationToken cancellationToken) => throw Unsupported();

    public IAsyncEnumerable<StoredToken> FindBySubjectAsync(string subject, CancellationToken cancellationToken) => throw Unsupported();

    public IAsyncEnumerable<StoredToken> ListAsync(int? count, int? offset, CancellationToken cancellationToken) => throw Unsupported();

    public IAsyncEnumerable<TResult> ListAsync<TState, TResult>(
        Func<IQueryable<StoredToken>, TState, IQueryable<TResult>> query, TState state, CancellationToken cancellationToken) => throw Unsupported();

    public ValueTask<TResult?> GetAsync<TState, TResult>(
        Func<IQueryable<StoredToken>, TState, IQueryable<TResult>> query, TState state, CancellationToken cancellationToken) => throw Unsupported();

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => throw Unsupported();

    public ValueTask<long> CountAsync<TResult>(Func<IQueryable<StoredToken>, IQueryable<TResult>> query, CancellationToken cancellationToken) => throw Unsupported();

    public ValueTask<long> PruneAsync(DateTimeOffset threshold, CancellationToken cancellationToken) => throw Unsupported();

    public ValueTask<long> RevokeAsync(string? subject, string? client, string? status, string? type, CancellationToken cancellationToken) => throw Unsupported();

    public ValueTask<long> RevokeByApplicationIdAsync(string identifier, CancellationToken cancellationToken = default) => throw Unsupported();

    public ValueTask<long> RevokeBySubjectAsync(string subject, CancellationToken cancellationToken = default) => throw Unsupported();

    static NotSupportedException Unsupported() => new("Tokens are found by id, by reference or by what granted them.");
}
