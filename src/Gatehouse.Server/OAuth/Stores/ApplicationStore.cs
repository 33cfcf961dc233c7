using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

using Gatehouse.Server.Clients;
using Gatehouse.Server.Storage;

using Microsoft.IdentityModel.Tokens;

using OpenIddict.Abstractions;

using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Server.OAuth.Stores;

/// <summary>
/// Shows our clients to OpenIddict. One look-up reads one row on one shard, because the client id carries its organization.
/// Clients are written by Clients/ alone, so everything that would change or list them is refused here.
/// </summary>
sealed class ApplicationStore(Database database, ClientAuthentications clients) : IOpenIddictApplicationStore<AuthenticatingClient>
{
    static readonly ImmutableArray<string> Permitted =
    [
        Permissions.Endpoints.Token,
        Permissions.Endpoints.Introspection,
        Permissions.Endpoints.Revocation,
        Permissions.GrantTypes.ClientCredentials,
    ];

    public async ValueTask<AuthenticatingClient?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken) =>
        ClientId.TryParse(identifier, out var id)
            ? await database.ReadAsync(id.Organization, db => clients.FindAsync(db, id, cancellationToken), cancellationToken)
            : null;

    public ValueTask<AuthenticatingClient?> FindByIdAsync(string identifier, CancellationToken cancellationToken) =>
        FindByClientIdAsync(identifier, cancellationToken);

    public ValueTask<string?> GetIdAsync(AuthenticatingClient application, CancellationToken cancellationToken) =>
        new(application.Id.ToString());

    public ValueTask<string?> GetClientIdAsync(AuthenticatingClient application, CancellationToken cancellationToken) =>
        new(application.Id.ToString());

    public ValueTask<string?> GetClientTypeAsync(AuthenticatingClient application, CancellationToken cancellationToken) =>
        new(ClientTypes.Confidential);

    public ValueTask<string?> GetApplicationTypeAsync(AuthenticatingClient application, CancellationToken cancellationToken) =>
        new(ApplicationTypes.Web);

    public ValueTask<string?> GetConsentTypeAsync(AuthenticatingClient application, CancellationToken cancellationToken) =>
        new(ConsentTypes.Systematic);

    public ValueTask<string?> GetDisplayNameAsync(AuthenticatingClient application, CancellationToken cancellationToken) =>
        new(application.Name);

    public ValueTask<ImmutableArray<string>> GetPermissionsAsync(AuthenticatingClient application, CancellationToken cancellationToken) =>
        new(Permitted);

    // Secrets are compared by ApplicationManager and assertions by ClientAssertions: neither goes through these.
    public ValueTask<string?> GetClientSecretAsync(AuthenticatingClient application, CancellationToken cancellationToken) =>
        new((string?)null);

    public ValueTask<JsonWebKeySet?> GetJsonWebKeySetAsync(AuthenticatingClient application, CancellationToken cancellationToken) =>
        new((JsonWebKeySet?)null);

    public ValueTask<ImmutableDictionary<CultureInfo, string>> GetDisplayNamesAsync(
        AuthenticatingClient application, CancellationToken cancellationToken) => new(ImmutableDictionary<CultureInfo, string>.Empty);

    public ValueTask<ImmutableArray<string>> GetPostLogoutRedirectUrisAsync(
        AuthenticatingClient application, CancellationToken cancellationToken) => new(ImmutableArray<string>.Empty);

    public ValueTask<ImmutableDictionary<string, JsonElement>> GetPropertiesAsync(
        AuthenticatingClient application, CancellationToken cancellationToken) => new(ImmutableDictionary<string, JsonElement>.Empty);

    public ValueTask<ImmutableArray<string>> GetRedirectUrisAsync(
        AuthenticatingClient application, CancellationToken cancellationToken) => new(ImmutableArray<string>.Empty);

    public ValueTask<ImmutableArray<string>> GetRequirementsAsync(
        AuthenticatingClient application, CancellationToken cancellationToken) => new(ImmutableArray<string>.Empty);

    public ValueTask<ImmutableDictionary<string, string>> GetSettingsAsync(
        AuthenticatingClient application, CancellationToken cancellationToken) => new(ImmutableDictionary<string, string>.Empty);

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask<long> CountAsync<TResult>(
        Func<IQueryable<AuthenticatingClient>, IQueryable<TResult>> query, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask<TResult?> GetAsync<TState, TResult>(
        Func<IQueryable<AuthenticatingClient>, TState, IQueryable<TResult>> query, TState state, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public IAsyncEnumerable<AuthenticatingClient> ListAsync(int? count, int? offset, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public IAsyncEnumerable<TResult> ListAsync<TState, TResult>(
        Func<IQueryable<AuthenticatingClient>, TState, IQueryable<TResult>> query, TState state, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public IAsyncEnumerable<AuthenticatingClient> FindByPostLogoutRedirectUriAsync(string uri, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public IAsyncEnumerable<AuthenticatingClient> FindByRedirectUriAsync(string uri, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public ValueTask CreateAsync(AuthenticatingClient application, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask UpdateAsync(AuthenticatingClient application, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask DeleteAsync(AuthenticatingClient application, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask<AuthenticatingClient> InstantiateAsync(CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetApplicationTypeAsync(
        AuthenticatingClient application, string? type, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetClientIdAsync(
        AuthenticatingClient application, string? identifier, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetClientSecretAsync(
        AuthenticatingClient application, string? secret, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetClientTypeAsync(
        AuthenticatingClient application, string? type, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetConsentTypeAsync(
        AuthenticatingClient application, string? type, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetDisplayNameAsync(
        AuthenticatingClient application, string? name, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetDisplayNamesAsync(
        AuthenticatingClient application, ImmutableDictionary<CultureInfo, string> names, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetJsonWebKeySetAsync(
        AuthenticatingClient application, JsonWebKeySet? set, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetPermissionsAsync(
        AuthenticatingClient application, ImmutableArray<string> permissions, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetPostLogoutRedirectUrisAsync(
        AuthenticatingClient application, ImmutableArray<string> uris, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetPropertiesAsync(
        AuthenticatingClient application, ImmutableDictionary<string, JsonElement> properties, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetRedirectUrisAsync(
        AuthenticatingClient application, ImmutableArray<string> uris, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetRequirementsAsync(
        AuthenticatingClient application, ImmutableArray<string> requirements, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetSettingsAsync(
        AuthenticatingClient application, ImmutableDictionary<string, string> settings, CancellationToken cancellationToken) => throw ReadOnly();

    static NotSupportedException ReadOnly() => new("OpenIddict only reads clients. Clients/Clients.cs writes them.");
}
