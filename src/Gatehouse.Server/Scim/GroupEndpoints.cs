using Gatehouse.Scim.Messages;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Scim;

/// <summary>/scim/v2/Groups. Members live in their own table: adding one to a group of 50,000 touches one row.</summary>
static class GroupEndpoints
{
    public static void MapGroups(this RouteGroupBuilder scim)
    {
        var groups = scim.MapGroup("/Groups");
        groups.MapGet("", List).RequireAuthorization(ScimAuthentication.Read);
        groups.MapPost("", Create).RequireAuthorization(ScimAuthentication.Write);
        groups.MapPost("/.search", Search).RequireAuthorization(ScimAuthentication.Read);
        groups.MapGet("/{id}", Get).RequireAuthorization(ScimAuthentication.Read);
        groups.MapPut("/{id}", Replace).RequireAuthorization(ScimAuthentication.Write);
        groups.MapPatch("/{id}", Patch).RequireAuthorization(ScimAuthentication.Write);
        groups.MapDelete("/{id}", Delete).RequireAuthorization(ScimAuthentication.Write);
    }

    static Task List(HttpContext http, ScimCall call, ResourceQueries queries, CancellationToken stop)
    {
        call.Log.Operation = "query groups";
        return queries.WriteAsync(http.Response, call, [call.GroupType], QueryParameters.Read(http.Request), stop);
    }

    static async Task Search(HttpContext http, ScimCall call, ResourceQueries queries, CancellationToken stop)
    {
        call.Log.Operation = "query groups";
        var query = ResourceQuery.FromMessage(await ScimBody.ReadAsync(http.Request, stop));
        await queries.WriteAsync(http.Response, call, [call.GroupType], query, stop);
    }

    static async Task Get(
        string id, HttpContext http, ScimCall call, Groups groups, GroupDocuments documents, Database database, CancellationToken stop)
    {
        call.Log.Operation = "get group";
        call.Log.TargetId = id;
        var projection = QueryParameters.ProjectionOf(http.Request, call.GroupType);
        if (!GroupId.TryParse(id, out var group))
            throw GroupWrites.NotFound();

        await database.ReadAsync(call.Organization, async db =>
        {
            var stored = await groups.FindAsync(db, group, stop) ?? throw GroupWrites.NotFound();
            http.Response.Headers.ETag = ETags.Of(stored.Version);
            if (ETags.IsNotModified(http.Request.Headers.IfNoneMatch, stored.Version))
                http.Response.StatusCode = StatusCodes.Status304NotModified;
            else
                await documents.SendAsync(db, http.Response, call, stored, projection, stop);
        }, stop);
    }

    static async Task Create(HttpContext http, ScimCall call, GroupWrites writes, GroupDocuments documents, CancellationToken stop)
    {
        call.Log.Operation = "create group";
        var projection = QueryParameters.ProjectionOf(http.Request, call.GroupType);
        var result = await writes.CreateAsync(call, await ScimBody.ReadAsync(http.Request, stop), stop);
        await documents.SendAsync(http.Response, call, result, projection, stop);
    }

    static async Task Replace(
        string id, HttpContext http, ScimCall call, GroupWrites writes, GroupDocuments documents, CancellationToken stop)
    {
        call.Log.Operation = "replace group";
        call.Log.TargetId = id;
        var projection = QueryParameters.ProjectionOf(http.Request, call.GroupType);
        var body = await DeferredBody.ReadAsync(http.Request, stop);
        var result = await writes.ReplaceAsync(call, id, body.Value, http.Request.Headers.IfMatch, stop);
        await documents.SendAsync(http.Response, call, result, projection, stop);
    }

    /// <summary>Answers 204, as Entra expects for groups, unless the client names the attributes it wants to see (RFC 7644 §3.5.2).</summary>
    static async Task Patch(
        string id, HttpContext http, ScimCall call, GroupWrites writes, GroupDocuments documents, CancellationToken stop)
    {
        call.Log.Operation = "patch group";
        call.Log.TargetId = id;
        var projection = QueryParameters.ProjectionOf(http.Request, call.GroupType);
        var body = await DeferredBody.ReadAsync(http.Request, stop);
        var result = await writes.PatchAsync(call, id, body.Value, http.Request.Headers.IfMatch, stop);
        http.Response.Headers.ETag = result.Version;
        if (projection.NamesAttributes)
            await documents.SendAsync(http.Response, call, result with { Status = StatusCodes.Status200OK }, projection, stop);
        else
            http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    static async Task Delete(string id, HttpContext http, ScimCall call, GroupWrites writes, CancellationToken stop)
    {
        call.Log.Operation = "delete group";
        call.Log.TargetId = id;
        var result = await writes.DeleteAsync(call, id, http.Request.Headers.IfMatch, stop);
        http.Response.StatusCode = result.Status;
    }
}
