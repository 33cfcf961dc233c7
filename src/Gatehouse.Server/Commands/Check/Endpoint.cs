using System.Globalization;
using System.Text;
using Gatehouse.Scim.Client;
using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Server.Commands.Check;

/// <summary>The endpoint under check, as probes see it: requests, test data, and what it announces.</summary>
sealed class Endpoint(ScimClient client, Announcement announced, Sandbox sandbox, CancellationToken stop)
{
    const int MostWaits = 5;
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    Answer? commonUser;

    public Announcement Announced => announced;

    /// <summary>The last exchange, for probes that end with an exception of the network.</summary>
    public ScimRequest? LastRequest { get; private set; }

    public string NewName() => sandbox.NewName();

    public Task<Answer> GetAsync(string path) => SendAsync(new(HttpMethod.Get, path));

    public Task<Answer> ListAsync(string path, ScimQuery query) => SendAsync(new(HttpMethod.Get, $"{path}?{query}"));

    public Task<Answer> FilterAsync(string path, string filter) => ListAsync(path, new() { Filter = filter });

    public Task<Answer> PostAsync(string path, ScimValue body) => SendAsync(new(HttpMethod.Post, path) { Body = ScimJson.ToUtf8(body) });

    public Task<Answer> PostAsync(string path, string json) => SendAsync(new(HttpMethod.Post, path) { Body = Encoding.UTF8.GetBytes(json) });

    public Task<Answer> PutAsync(string path, ScimValue body) => SendAsync(new(HttpMethod.Put, path) { Body = ScimJson.ToUtf8(body) });

    public Task<Answer> DeleteAsync(string path) => SendAsync(new(HttpMethod.Delete, path));

    /// <summary>Sends a PATCH with these operations, written as JSON objects separated by commas.</summary>
    public Task<Answer> PatchAsync(string path, string operations) => SendAsync(new(HttpMethod.Patch, path)
    {
        Body = Encoding.UTF8.GetBytes($$"""{"schemas":["{{ScimUrn.PatchOp}}"],"Operations":[{{operations}}]}"""),
    });

    /// <summary>Sends a PATCH that has to work, and reads the resource afterwards, so that 200 and 204 are judged alike.</summary>
    public async Task<Answer> PatchAndReadAsync(string path, string operations)
    {
        (await PatchAsync(path, operations)).Is(200, 204);
        return (await GetAsync(path)).Is(200);
    }

    public async Task<Answer> SendAsync(ScimRequest request)
    {
        for (var waits = 0; ; waits++)
        {
            LastRequest = request;
            var response = await client.SendAsync(request, stop);
            if (response.Status != 429 || waits == MostWaits)
            {
                sandbox.Observe(request, response);
                return new(request, response);
            }

            await Task.Delay(WaitAskedFor(response), stop);
        }
    }

    static TimeSpan WaitAskedFor(ScimResponse response)
    {
        var wait = int.TryParse(response.Header("Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, (int)LongestWait.TotalSeconds))
            : TimeSpan.FromSeconds(2);
        return wait;
    }

    /// <summary>A user as nearly every endpoint takes it, with a new name; members of <paramref name="changes"/> replace or extend it.</summary>
    public ScimObject User(string changes = "{}")
    {
        var name = NewName();
        var user = new ScimObject
        {
            { "schemas", new ScimList { StandardSchemas.UserId } },
            { "userName", name + "@contoso.example" },
        };
        if (announced.HasUserAttribute("displayName"))
            user["displayName"] = "Mira " + name;
        if (announced.HasUserAttribute("name"))
            user["name"] = new ScimObject { { "givenName", "Mira" }, { "familyName", "Okonkwo" } };
        if (announced.HasUserAttribute("emails"))
            user["emails"] = new ScimList { new ScimObject { { "type", "work" }, { "value", name + "@contoso.example" }, { "primary", true } } };
        if (announced.HasUserAttribute("active"))
            user["active"] = true;
        return Merge(user, changes);
    }

    public ScimObject Group(string changes = "{}") => Merge(
        new() { { "schemas", new ScimList { StandardSchemas.GroupId } }, { "displayName", NewName() } },
        changes);

    public Task<Answer> NewUserAsync(string changes = "{}") => CreateAsync("/Users", User(changes));

    public Task<Answer> NewGroupAsync(string changes = "{}")
    {
        NeedsGroups();
        return CreateAsync("/Groups", Group(changes));
    }

    /// <summary>A user that probes read and never change.</summary>
    public async Task<Answer> CommonUserAsync() => commonUser ??= await NewUserAsync();

    public void Needs(string feature)
    {
        if (!announced.Supports(feature))
            throw CheckEnded.NotApplicable($"The service provider configuration says that {feature} is not supported.");
    }

    public void NeedsCursors()
    {
        if (!announced.SupportsCursors)
            throw CheckEnded.NotApplicable("The service provider configuration does not announce pagination by cursor.");
    }

    public void NeedsGroups()
    {
        if (!announced.HasSchema(StandardSchemas.GroupId))
            throw CheckEnded.NotApplicable("The endpoint publishes no Group schema.");
    }

    public void NeedsAttribute(params IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(name => !announced.HasUserAttribute(name)) is { } missing)
            throw CheckEnded.NotApplicable($"The User schema has no {missing}.");
    }

    public void NeedsEnterprise(string attribute)
    {
        if (!announced.HasAttribute(StandardSchemas.EnterpriseUserId, attribute))
            throw CheckEnded.NotApplicable($"The endpoint publishes no enterprise extension with {attribute}.");
    }

    async Task<Answer> CreateAsync(string path, ScimObject resource)
    {
        var answer = await PostAsync(path, resource);
        return answer.Status == 201 && answer.Response.Id is not null
            ? answer
            : throw CheckEnded.Skipped($"The resource the check needs could not be created: {answer.RequestLine} answered {answer.Received}");
    }

    static ScimObject Merge(ScimObject resource, string changes)
    {
        foreach (var member in ScimJson.Parse(Encoding.UTF8.GetBytes(changes)).AsObject ?? [])
            resource[member.Key] = member.Value;
        return resource;
    }
}
