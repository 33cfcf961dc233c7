using System.Collections.Immutable;
using System.Text.Json;

using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.Storage;

using OpenIddict.Abstractions;

namespace Gatehouse.Server.OAuth.Stores;

/// <summary>The authorizations table for OpenIddict: one row for each time a person signed in to an application, with its tokens behind it.</summary>
sealed class AuthorizationStore(Database database, TimeProvider clock) : IOpenIddictAuthorizationStore<StoredAuthorization>
{
    const string Columns = "organization_id, authorization_id, client_id, subject, kind, state, scopes, properties, version, created_at";

    const string FindSql = $"""
        select {Columns}
        from authorizations
        where organization_id = @organization
          and authorization_id = @id
        """;

    public async ValueTask<StoredAuthorization?> FindByIdAsync(string identifier, CancellationToken cancellationToken) =>
        StoredIds.TryParse(identifier, out var organization, out var id)
            ? await database.ReadAsync(organization, db => db.FindAsync<StoredAuthorization>(FindSql, new { id }, cancellationToken), cancellationToken)
            : null;

    const string InsertSql = """
        insert into authorizations (organization_id, authorization_id, client_id, subject, kind, state, scopes, properties, version, created_at)
        values (@organization, @AuthorizationId, @ClientId, @Subject, @Kind, @State, @Scopes, @Properties, 1, @CreatedAt)
        """;

    public async ValueTask CreateAsync(StoredAuthorization authorization, CancellationToken cancellationToken)
    {
        authorization.Version = 1;
        await database.WriteAsync(
            new OrganizationId(authorization.OrganizationId), db => db.LaterAsync(InsertSql, Row(authorization), cancellationToken), cancellationToken);
    }

    const string UpdateSql = """
        update authorizations
        set state = @State, scopes = @Scopes, properties = @Properties, version = version + 1
        where organization_id = @organization
          and authorization_id = @AuthorizationId
          and version = @Version
        """;

    public async ValueTask UpdateAsync(StoredAuthorization authorization, CancellationToken cancellationToken)
    {
        var isSaved = await database.WriteAsync(
            new OrganizationId(authorization.OrganizationId), db => db.ExecuteAsync(UpdateSql, Row(authorization), cancellationToken), cancellationToken) == 1;
        if (!isSaved)
            throw new OpenIddictExceptions.ConcurrencyException("The authorization was changed since it was read.");
        authorization.Version++;
    }

    static object Row(StoredAuthorization authorization) => new
    {
        authorization.AuthorizationId, authorization.ClientId, authorization.Subject, authorization.Kind, authorization.State, authorization.Scopes,
        authorization.Properties, authorization.Version, authorization.CreatedAt,
    };

    const string DeleteSql = """
        delete from authorizations
        where organization_id = @organization
          and authorization_id = @id
        """;

    public async ValueTask DeleteAsync(StoredAuthorization authorization, CancellationToken cancellationToken) => await database.WriteAsync(
        new OrganizationId(authorization.OrganizationId), db => db.LaterAsync(DeleteSql, new { id = authorization.AuthorizationId }, cancellationToken), cancellationToken);

    public ValueTask<StoredAuthorization> InstantiateAsync(CancellationToken cancellationToken) =>
        new(new StoredAuthorization { AuthorizationId = Guid.CreateVersion7(clock.GetUtcNow()), CreatedAt = clock.GetUtcNow() });

    public ValueTask SetApplicationIdAsync(StoredAuthorization authorization, string? identifier, CancellationToken cancellationToken)
    {
        if (!ApplicationClientId.TryParse(identifier, out var id))
            throw new InvalidOperationException("People sign in to applications only.");

        (authorization.ClientId, authorization.OrganizationId) = (id.ToString(), id.Organization.Value);
        return default;
    }

    public ValueTask SetCreationDateAsync(StoredAuthorization authorization, DateTimeOffset? date, CancellationToken cancellationToken)
    {
        authorization.CreatedAt = date ?? clock.GetUtcNow();
        return default;
    }

    public ValueTask SetPropertiesAsync(StoredAuthorization authorization, ImmutableDictionary<string, JsonElement> properties, CancellationToken cancellationToken)
    {
        authorization.Properties = StoredProperties.Write(properties);
        return default;
    }

    public ValueTask SetScopesAsync(StoredAuthorization authorization, ImmutableArray<string> scopes, CancellationToken cancellationToken)
    {
        authorization.Scopes = string.Join(' ', scopes);
        return default;
    }

    public ValueTask SetStatusAsync(StoredAuthorization authorization, string? status, CancellationToken cancellationToken)
    {
        authorization.State = status ?? "";
        return default;
    }

    public ValueTask SetSubjectAsync(StoredAuthorization authorization, string? subject, CancellationToken cancellationToken)
    {
        authorization.Subject = subject ?? "";
        return default;
    }

    public ValueTask SetTypeAsync(StoredAuthorization authorization, string? type, CancellationToken cancellationToken)
    {
        authorization.Kind = type ?? "";
        return default;
    }

    public ValueTask<string?> GetIdAsync(StoredAuthorization authorization, CancellationToken cancellationToken) => new(authorization.Id);

    public ValueTask<string?> GetApplicationIdAsync(StoredAuthorization authorization, CancellationToken cancellationToken) => new(authorization.ClientId);

    public ValueTask<DateTimeOffset?> GetCreationDateAsync(StoredAuthorization authorization, CancellationToken cancellationToken) => new(authorization.CreatedAt);

    public ValueTask<ImmutableDictionary<string, JsonElement>> GetPropertiesAsync(StoredAuthorization authorization, CancellationToken cancellationToken) =>
        new(StoredProperties.Read(authorization.Properties));

    public ValueTask<ImmutableArray<string>> GetScopesAsync(StoredAuthorization authorization, CancellationToken cancellationToken) =>
        new([.. authorization.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    public ValueTask<string?> GetStatusAsync(StoredAuthorization authorization, CancellationToken cancellationToken) => new(authorization.State);

    public ValueTask<string?> GetSubjectAsync(StoredAuthorization authorization, CancellationToken cancellationToken) => new(authorization.Subject);

    public ValueTask<string?> GetTypeAsync(StoredAuthorization authorization, CancellationToken cancellationToken) => new(authorization.Kind);

    public IAsyncEnumerable<StoredAuthorization> FindAsync(
        string? subject, string? client, string? status, string? type, ImmutableArray<string>? scopes, CancellationToken cancellationToken) => throw Unsupported();

    public IAsyncEnumerable<StoredAuthorization> FindByApplicationIdAsync(string identifier, CancellationToken cancellationToken) => throw Unsupported();

    public IAsyncEnumerable<StoredAuthorization> FindBySubjectAsync(string subject, CancellationToken cancellationToken) => throw Unsupported();

    public IAsyncEnumerable<StoredAuthorization> ListAsync(int? count, int? offset, CancellationToken cancellationToken) => throw Unsupported();

    public IAsyncEnumerable<TResult> ListAsync<TState, TResult>(
        Func<IQueryable<StoredAuthorization>, TState, IQueryable<TResult>> query, TState state, CancellationToken cancellationToken) => throw Unsupported();

    public ValueTask<TResult?> GetAsync<TState, TResult>(
        Func<IQueryable<StoredAuthorization>, TState, IQueryable<TResult>> query, TState state, CancellationToken cancellationToken) => throw Unsupported();

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => throw Unsupported();

    public ValueTask<long> CountAsync<TResult>(Func<IQueryable<StoredAuthorization>, IQueryable<TResult>> query, CancellationToken cancellationToken) => throw Unsupported();

    public ValueTask<long> PruneAsync(DateTimeOffset threshold, CancellationToken cancellationToken) => throw Unsupported();

    public ValueTask<long> RevokeAsync(string? subject, string? client, string? status, string? type, CancellationToken cancellationToken) => throw Unsupported();

    public ValueTask<long> RevokeByApplicationIdAsync(string identifier, CancellationToken cancellationToken = default) => throw Unsupported();

    public ValueTask<long> RevokeBySubjectAsync(string subject, CancellationToken cancellationToken = default) => throw Unsupported();

    static NotSupportedException Unsupported() => new("Authorizations are found by id.");
}
