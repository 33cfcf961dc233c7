using Gatehouse.Scim.Resources;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>Entity tags, where the endpoint announces them.</summary>
static class VersionChecks
{
    const string Why = "Two clients overwrite each other's changes.";

    public static CheckGroup All { get; } = new("versions")
    {
        {
            Must, "etag", "Answers carry an ETag equal to meta.version", "RFC 7643 §3.1; RFC 7644 §3.14", Why,
            async scim =>
            {
                scim.Needs("etag");
                var user = await scim.CommonUserAsync();
                user.Must(user.Response.ETag is not null, "an ETag header");
                var read = (await scim.GetAsync($"/Users/{user.Id}")).Is(200);
                read.Must(read.Response.ETag is { } tag && tag == read.Text("meta", "version"), "an ETag header equal to meta.version");
            }
        },
        {
            Must, "not-modified", "If-None-Match with the current tag is 304",
            "RFC 7644 §3.14; RFC 9110 §13.1.2", "Clients fetch everything again.",
            async scim =>
            {
                var (path, tag) = await NewUserAsync(scim);
                (await scim.SendAsync(new(HttpMethod.Get, path) { IfNoneMatch = tag })).Is(304);
                (await scim.SendAsync(new(HttpMethod.Get, path) { IfNoneMatch = "W/\"another\"" })).Is(200);
            }
        },
        {
            Must, "wrong-tag", "If-Match with another tag is 412, and nothing changes", "RFC 7644 §3.14; RFC 9110 §13.1.1", Why,
            async scim =>
            {
                var (path, tag) = await NewUserAsync(scim);
                var body = ScimJson.ToUtf8(scim.User());
                (await scim.SendAsync(new(HttpMethod.Put, path) { Body = body, IfMatch = "W/\"another\"" })).Is(412);
                (await scim.SendAsync(new(HttpMethod.Delete, path) { IfMatch = "W/\"another\"" })).Is(412);
                var read = (await scim.GetAsync(path)).Is(200);
                read.Must(read.Response.ETag == tag, "the same ETag");
            }
        },
        {
            Must, "right-tag", "If-Match with the current tag, a list or * is done, and gives a new tag",
            "RFC 7644 §3.14; RFC 9110 §13.1.1", Why,
            async scim =>
            {
                var (path, tag) = await NewUserAsync(scim);
                foreach (var match in new[] { tag, "*" })
                    (await scim.SendAsync(new(HttpMethod.Put, path) { Body = ScimJson.ToUtf8(scim.User()), IfMatch = match })).Is(200);
                var read = (await scim.GetAsync(path)).Is(200);
                read.Must(read.Response.ETag != tag, "a new ETag");
                (await scim.SendAsync(new(HttpMethod.Delete, path) { IfMatch = $"\"another\", {read.Response.ETag}" })).Is(204);
            }
        },
    };

    static async Task<(string Path, string Tag)> NewUserAsync(Endpoint scim)
    {
        scim.Needs("etag");
        var path = $"/Users/{(await scim.NewUserAsync()).Id}";
        var read = (await scim.GetAsync(path)).Is(200);
        return (path, read.Response.ETag ?? throw CheckEnded.Failed(read, "an ETag header, which the configuration announces"));
    }
}
