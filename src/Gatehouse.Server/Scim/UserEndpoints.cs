using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Resources;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Scim;

/// <summary>/scim/v2/Users.</summary>
static class UserEndpoints
{
    public static void MapUsers(this RouteGroupBuilder scim)
    {
        var users = scim.MapGroup("/Users");
        users.MapGet("", List).RequireAuthorization(ScimAuthentication.Read);
        users.MapPost("", Create).RequireAuthorization(ScimAuthentication.Write);
        users.MapPost("/.search", Search).RequireAuthorization(ScimAuthentication.Read);
        users.MapGet("/{id}", Get).RequireAuthorization(ScimAuthentication.Read);
        users.MapPut("/{id}", Replace).RequireAuthorization(ScimAuthentication.Write);
        users.MapPatch("/{id}", Patch).RequireAuthorization(ScimAuthentication.Write);
        users.MapDelete("/{id}", Delete).RequireAuthorization(ScimAuthentication.Write);
    }

    static Task List(HttpContext http, ScimCall call, ResourceQueries queries, CancellationToken stop)
    {
        call.Log.Operation = "query users";
        return queries.WriteAsync(http.Response, call, [call.UserType], QueryParameters.Read(http.Request), stop);
    }

    static async Task Search(HttpContext http, ScimCall call, ResourceQueries queries, CancellationToken stop)
    {
        call.Log.Operation = "query users";
        var query = ResourceQuery.FromMessage(await ScimBody.ReadAsync(http.Request, stop));
        await queries.WriteAsync(http.Response, call, [call.UserType], query, stop);
    }

    static async Task Get(
        string id, HttpContext http, ScimCall call, Users users, Database database, CancellationToken stop)
    {
        call.Log.Operation = "get user";
        call.Log.TargetId = id;
        var projection = QueryParameters.ProjectionOf(http.Request, call.UserType);
        if (!UserId.TryParse(id, out var user))
            throw UserWrites.NotFound();

        var found = await database.ReadAsync(call.Organization, db => users.FindAsync(db, user, stop), stop) ?? throw UserWrites.NotFound();
        http.Response.Headers.ETag = ETags.Of(found.User.Version);
        if (ETags.IsNotModified(http.Request.Headers.IfNoneMatch, found.User.Version))
            http.Response.StatusCode = StatusCodes.Status304NotModified;
        else
            await ScimResponses.WriteAsync(http.Response, 200, json => UserDocuments.Write(json, call, found, projection));
    }

    static async Task Create(HttpContext http, ScimCall call, UserWrites writes, CancellationToken stop)
    {
        call.Log.Operation = "create user";
        var projection = QueryParameters.ProjectionOf(http.Request, call.UserType);
        var result = await writes.CreateAsync(call, await ScimBody.ReadAsync(http.Request, stop), stop);
        await AnswerAsync(http.Response, call, result, projection);
    }

    static async Task Replace(string id, HttpContext http, ScimCall call, UserWrites writes, CancellationToken stop)
    {
        call.Log.Operation = "replace user";
        call.Log.TargetId = id;
        var projection = QueryParameters.ProjectionOf(http.Request, call.UserType);
        var body = await DeferredBody.ReadAsync(http.Request, stop);
        var result = await writes.ReplaceAsync(call, id, body.Value, http.Request.Headers.IfMatch, stop);
        await AnswerAsync(http.Response, call, result, projection);
    }

    static async Task Patch(string id, HttpContext http, ScimCall call, UserWrites writes, CancellationToken stop)
    {
        call.Log.Operation = "patch user";
        call.Log.TargetId = id;
        var projection = QueryParameters.ProjectionOf(http.Request, call.UserType);
        var body = await DeferredBody.ReadAsync(http.Request, stop);
        var result = await writes.PatchAsync(call, id, body.Value, http.Request.Headers.IfMatch, stop);
        await AnswerAsync(http.Response, call, result, projection);
    }

    static async Task Delete(string id, HttpContext http, ScimCall call, UserWrites writes, CancellationToken stop)
    {
        call.Log.Operation = "delete user";
        call.Log.TargetId = id;
        var result = await writes.DeleteAsync(call, id, http.Request.Headers.IfMatch, stop);
        http.Response.StatusCode = result.Status;
    }

    static Task AnswerAsync(HttpResponse response, ScimCall call, WriteResult result, Projection projection)
    {
        response.Headers.ETag = result.Version;
        if (result.Status == StatusCodes.Status201Created)
            response.Headers.Location = result.Location;
        return ScimResponses.WriteAsync(response, result.Status, json => UserDocuments.Write(json, call, result.User!, projection));
    }
}
