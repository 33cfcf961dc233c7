using Gatehouse.Scim;
using Gatehouse.Scim.Messages;

namespace Gatehouse.Server.Scim;

/// <summary>The base of /scim/v2: queries over all resource types, /Me, and the answer to everything that is not there.</summary>
static class RootEndpoints
{
    public static void MapRoot(this RouteGroupBuilder scim)
    {
        scim.MapGet("/", List).RequireAuthorization(ScimAuthentication.Read);
        scim.MapPost("/.search", Search).RequireAuthorization(ScimAuthentication.Read);
        scim.Map("/Me", Me).RequireAuthorization(ScimAuthentication.SchemeName);
        scim.Map("/{**path}", Missing).RequireAuthorization(ScimAuthentication.SchemeName);
    }

    static Task List(HttpContext http, ScimCall call, ResourceQueries queries, CancellationToken stop)
    {
        call.Log.Operation = "query all";
        return queries.WriteAsync(http.Response, call, call.Catalog.ResourceTypes, QueryParameters.Read(http.Request), stop);
    }

    static async Task Search(HttpContext http, ScimCall call, ResourceQueries queries, CancellationToken stop)
    {
        call.Log.Operation = "query all";
        var query = ResourceQuery.FromMessage(await ScimBody.ReadAsync(http.Request, stop));
        await queries.WriteAsync(http.Response, call, call.Catalog.ResourceTypes, query, stop);
    }

    /// <summary>RFC 7644 §3.11 lets a service provider answer 501: a provisioning client is not a user.</summary>
    static void Me(ScimCall call)
    {
        call.Log.Operation = "me";
        throw new ScimException(501, null, "The token belongs to a provisioning client, not to a user. Read users at /Users/{id}.");
    }

    static void Missing(HttpContext http, string? path, ScimCall call)
    {
        call.Log.Operation = "unknown endpoint";
        if (AllowedMethods(path ?? "") is not { } allowed)
            throw ScimException.NotFound("There is no such endpoint. See /ResourceTypes for those there are.");

        http.Response.Headers.Allow = allowed;
        throw new ScimException(405, null, $"This endpoint has only {allowed}.");
    }

    static string? AllowedMethods(string path)
    {
        var parts = path.ToLowerInvariant().Split('/');
        return (parts[0], parts.Length) switch
        {
            ("", 1) => "GET",
            ("users" or "groups", 1) => "GET, POST",
            ("users" or "groups", 2) when parts[1] == ".search" => "POST",
            ("users" or "groups", 2) => "GET, PUT, PATCH, DELETE",
            (".search" or "bulk", 1) => "POST",
            ("serviceproviderconfig", 1) or ("schemas" or "resourcetypes", 1 or 2) => "GET",
            _ => null,
        };
    }
}
