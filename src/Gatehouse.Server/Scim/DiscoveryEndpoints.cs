using System.Text.Json;

using Gatehouse.Scim;
using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Schemas;
using Gatehouse.Server.Clients;
using Gatehouse.Server.Directory;

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Server.Scim;

/// <summary>
/// /ServiceProviderConfig, /ResourceTypes and /Schemas (RFC 7644 §4), open to everybody. With a token they show what that organization's
/// requests are checked against, without one the default profile.
/// </summary>
static class DiscoveryEndpoints
{
    public static void MapDiscovery(this RouteGroupBuilder scim)
    {
        var discovery = scim.MapGroup("").AllowAnonymous();
        discovery.MapGet("/ServiceProviderConfig", GetConfiguration);
        discovery.MapGet("/ResourceTypes", ListResourceTypes);
        discovery.MapGet("/ResourceTypes/{name}", GetResourceType);
        discovery.MapGet("/Schemas", ListSchemas);
        discovery.MapGet("/Schemas/{urn}", GetSchema);
    }

    static readonly ServiceProviderConfig Configuration = new()
    {
        BulkMaxOperations = ScimLimits.BulkOperations,
        BulkMaxPayloadSize = ScimLimits.BodyBytes,
        MaxResults = ScimLimits.MaxPage,
        DefaultPageSize = ScimLimits.DefaultPage,
        CursorTimeout = (int)ScimLimits.CursorLifetime.TotalSeconds,
        AuthenticationSchemes =
        [
            new("oauthbearertoken", "OAuth bearer token",
                "An access token from /oauth/v2/token, or a long-lived token, in the Authorization header.", "https://www.rfc-editor.org/info/rfc6750"),
            new("oauth2", "OAuth 2.0 client credentials",
                "Client ID and secret of the organization, exchanged for access tokens at /oauth/v2/token.", "https://www.rfc-editor.org/info/rfc6749"),
        ],
    };

    static async Task GetConfiguration(HttpContext http, ScimAddress address)
    {
        await CatalogAsync(http);
        await ScimResponses.WriteAsync(http.Response, 200, json => Configuration.Write(json, address.BaseUrl));
    }

    static async Task ListResourceTypes(HttpContext http, ScimAddress address)
    {
        var catalog = await CatalogAsync(http);
        await WriteListAsync(http, catalog.ResourceTypes, (json, type) => SchemaWriter.Write(json, type, address.BaseUrl));
    }

    static async Task GetResourceType(string name, HttpContext http, ScimAddress address)
    {
        var type = (await CatalogAsync(http)).FindResourceType(name) ?? throw ScimException.NotFound("There is no resource type of this name. See /ResourceTypes.");
        await ScimResponses.WriteAsync(http.Response, 200, json => SchemaWriter.Write(json, type, address.BaseUrl));
    }

    static async Task ListSchemas(HttpContext http, ScimAddress address)
    {
        var catalog = await CatalogAsync(http);
        await WriteListAsync(http, catalog.Schemas, (json, schema) => SchemaWriter.Write(json, schema, address.BaseUrl));
    }

    static async Task GetSchema(string urn, HttpContext http, ScimAddress address)
    {
        var schema = (await CatalogAsync(http)).FindSchema(urn) ?? throw ScimException.NotFound("There is no schema of this URN. See /Schemas.");
        await ScimResponses.WriteAsync(http.Response, 200, json => SchemaWriter.Write(json, schema, address.BaseUrl));
    }

    static async Task<SchemaCatalog> CatalogAsync(HttpContext http)
    {
        // RFC 7644 §4: a filter on discovery is forbidden, because an ignored one would mislead.
        if (http.Request.Query.ContainsKey("filter"))
            throw new ScimException(403, null, "Discovery endpoints take no filter.");

        var authentication = await http.AuthenticateAsync(ScimAuthentication.SchemeName);
        if (authentication.None)
            return SchemaProfile.Catalog(SchemaProfile.EntraDefault);

        if (!authentication.Succeeded)
        {
            await http.ChallengeAsync(ScimAuthentication.SchemeName);
            throw new ScimException(401, null, "The access token is unknown, expired or revoked. Leave it out to see the default schema.");
        }

        http.Features.GetRequiredFeature<ScimLogEntry>().Operation = "discover";
        var catalogs = http.RequestServices.GetRequiredService<SchemaCatalogs>();
        return await catalogs.GetAsync(http.Features.GetRequiredFeature<Caller>().Organization, http.RequestAborted);
    }

    static Task WriteListAsync<T>(HttpContext http, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write) =>
        ScimResponses.WriteAsync(http.Response, 200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("schemas");
            json.WriteStringValue(ScimUrn.ListResponse);
            json.WriteEndArray();
            json.WriteNumber("totalResults", items.Count);
            json.WriteNumber("itemsPerPage", items.Count);
            json.WriteNumber("startIndex", 1);
            json.WriteStartArray("Resources");
            foreach (var item in items)
                write(json, item);
            json.WriteEndArray();
            json.WriteEndObject();
        });
}
