using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

using Gatehouse.Server.Clients;
using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.Storage;

using Microsoft.IdentityModel.Tokens;

using OpenIddict.Abstractions;

using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Server.OAuth.Stores;

/// <summary>
/// Shows our clients and applications to OpenIddict. One look-up reads one row on one shard, because the client id carries its organization.
/// They are written by Clients/ and ApplicationRegister alone, so everything that would change or list them is refused here.
/// </summary>
sealed class ApplicationStore(Database database, ClientAuthentications clients, ApplicationRegister applications) : IOpenIddictApplicationStore<OAuthClient>
{
    static readonly ImmutableArray<string> OfProvisioning =
    [
        Permissions.Endpoints.Token,
        Permissions.Endpoints.Introspection,
        Permissions.Endpoints.Revocation,
        Permissions.GrantTypes.ClientCredentials,
    ];

    static readonly ImmutableArray<string> OfApplications =
    [
        Permissions.Endpoints.Authorization,
        Permissions.Endpoints.PushedAuthorization,
        Permissions.Endpoints.Token,
        Permissions.Endpoints.EndSession,
        Permissions.Endpoints.Introspection,
        Permissions.Endpoints.Revocation,
        Permissions.GrantTypes.AuthorizationCode,
        Permissions.GrantTypes.RefreshToken,
        Permissions.ResponseTypes.Code,
    ];

    static readonly ImmutableArray<string> OfDevices =
        [.. OfApplications, Permissions.Endpoints.DeviceAuthorization, Permissions.GrantTypes.DeviceCode];

    public async ValueTask<OAuthClient?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken)
    {
        if (ClientId.TryParse(identifier, out var client))
            return await database.ReadAsync(client.Organization, db => clients.FindAsync(db, client, cancellationToken), cancellationToken) is { } found
                ? OAuthClient.Of(found)
                : null;

        if (ApplicationClientId.TryParse(identifier, out var application))
            return await database.ReadAsync(application.Organization, db => applications.FindAsync(db, application, cancellationToken), cancellationToken)
                is var (known, secrets) ? OAuthClient.Of(known, secrets) : null;

        return null;
    }

    public ValueTask<OAuthClient?> FindByIdAsync(string identifier, CancellationToken cancellationToken) =>
        FindByClientIdAsync(identifier, cancellationToken);

    public ValueTask<string?> GetIdAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new(application.ClientId);

    public ValueTask<string?> GetClientIdAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new(application.ClientId);

    public ValueTask<string?> GetClientTypeAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new(application.Application is { IsPublic: true } ? ClientTypes.Public : ClientTypes.Confidential);

    // A native application's loopback address may have any port (RFC 8252 §7.3).
    public ValueTask<string?> GetApplicationTypeAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new(application.Application is { IsPublic: true } ? ApplicationTypes.Native : ApplicationTypes.Web);

    public ValueTask<string?> GetConsentTypeAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new(ConsentTypes.Implicit);

    public ValueTask<string?> GetDisplayNameAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new(application.Name);

    public ValueTask<ImmutableArray<string>> GetPermissionsAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new(application.Application switch
        {
            null => OfProvisioning,
            { Settings.AllowsDeviceFlow: true } => OfDevices,
            _ => OfApplications,
        });

    // Secrets are compared by ApplicationManager and assertions by ClientAssertions: neither goes through these.
    public ValueTask<string?> GetClientSecretAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new((string?)null);

    public ValueTask<JsonWebKeySet?> GetJsonWebKeySetAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new((JsonWebKeySet?)null);

    public ValueTask<ImmutableDictionary<CultureInfo, string>> GetDisplayNamesAsync(
        OAuthClient application, CancellationToken cancellationToken) => new(ImmutableDictionary<CultureInfo, string>.Empty);

    public ValueTask<ImmutableArray<string>> GetPostLogoutRedirectUrisAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new([.. application.Application?.Settings.PostLogoutRedirectUris ?? []]);

    public ValueTask<ImmutableDictionary<string, JsonElement>> GetPropertiesAsync(
        OAuthClient application, CancellationToken cancellationToken) => new(ImmutableDictionary<string, JsonElement>.Empty);

    public ValueTask<ImmutableArray<string>> GetRedirectUrisAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new([.. application.Application?.Settings.RedirectUris ?? []]);

    public ValueTask<ImmutableArray<string>> GetRequirementsAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new(application.Application is { Settings.RequiresPkce: true } ? [Requirements.Features.ProofKeyForCodeExchange] : ImmutableArray<string>.Empty);

    public ValueTask<ImmutableDictionary<string, string>> GetSettingsAsync(
        OAuthClient application, CancellationToken cancellationToken) => new(ImmutableDictionary<string, string>.Empty);

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask<long> CountAsync<TResult>(
        Func<IQueryable<OAuthClient>, IQueryable<TResult>> query, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask<TResult?> GetAsync<TState, TResult>(
        Func<IQueryable<OAuthClient>, TState, IQueryable<TResult>> query, TState state, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public IAsyncEnumerable<OAuthClient> ListAsync(int? count, int? offset, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public IAsyncEnumerable<TResult> ListAsync<TState, TResult>(
        Func<IQueryable<OAuthClient>, TState, IQueryable<TResult>> query, TState state, CancellationToken cancellationToken) =>
        throw ReadOnly();

    // Asked only when nothing in the request tells the application. Its address alone does not, or every organization would have to be asked.
    public async IAsyncEnumerable<OAuthClient> FindByPostLogoutRedirectUriAsync(
        string uri, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    public IAsyncEnumerable<OAuthClient> FindByRedirectUriAsync(string uri, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public ValueTask CreateAsync(OAuthClient application, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask UpdateAsync(OAuthClient application, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask DeleteAsync(OAuthClient application, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask<OAuthClient> InstantiateAsync(CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetApplicationTypeAsync(
        OAuthClient application, string? type, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetClientIdAsync(
        OAuthClient application, string? identifier, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetClientSecretAsync(
        OAuthClient application, string? secret, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetClientTypeAsync(
        OAuthClient application, string? type, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetConsentTypeAsync(
        OAuthClient application, string? type, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetDisplayNameAsync(
        OAuthClient application, string? name, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetDisplayNamesAsync(
        OAuthClient application, ImmutableDictionary<CultureInfo, string> names, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetJsonWebKeySetAsync(
        OAuthClient application, JsonWebKeySet? set, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetPermissionsAsync(
        OAuthClient application, ImmutableArray<string> permissions, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetPostLogoutRedirectUrisAsync(
        OAuthClient application, ImmutableArray<string> uris, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetPropertiesAsync(
        OAuthClient application, ImmutableDictionary<string, JsonElement> properties, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetRedirectUrisAsync(
        OAuthClient application, ImmutableArray<string> uris, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetRequirementsAsync(
        OAuthClient application, ImmutableArray<string> requirements, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetSettingsAsync(
        OAuthClient application, ImmutableDictionary<string, string> settings, CancellationToken cancellationToken) => throw ReadOnly();

    static NotSupportedException ReadOnly() => new("OpenIddict only reads clients. Clients/Clients.cs writes them.");
}
