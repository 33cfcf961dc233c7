using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>A server and commands at the same time on one database.</summary>
public abstract class ServeTests : IDisposable
{
    static readonly TimeSpan Promised = TimeSpan.FromSeconds(10);

    /// <summary>What keeps writers on a fast machine from being answered 429.</summary>
    static readonly TimeSpan BelowTheLimits = TimeSpan.FromMilliseconds(10);

    readonly ServingInstallation serving;
    readonly HttpClient http = new();

    protected ServeTests(ServingInstallation serving)
    {
        this.serving = serving;
        Assert.SkipWhen(serving.MissingBecause is not null, serving.MissingBecause ?? "");
        http.BaseAddress = serving.Server.Url;
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    Installation Commands => serving.Installation;

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        http.Dispose();
    }

    [Fact]
    public async Task What_commands_grant_works_at_once_and_what_they_end_is_out_in_time()
    {
        var client = await Commands.CreateClientAsync();
        var (id, organization) = (client.GetProperty("clientId").GetString()!, client.GetProperty("organizationId").GetString()!);
        Assert.Equal($"{ServingInstallation.PublicUrl}/scim/v2", client.GetProperty("tenantUrl").GetString());
        Assert.Equal($"{ServingInstallation.PublicUrl}/oauth/v2/token", client.GetProperty("tokenEndpoint").GetString());

        await http.SignInAsync(client);
        Assert.Equal(HttpStatusCode.Created, (await http.PostUserAsync("ann")).StatusCode);
        Assert.Equal(200, await http.StatusAsync("/scim/v2/Users"));

        await Commands.JsonAsync("organizations", "suspend", organization);
        Assert.Equal(401, await TokenStatusAsync(client));
        await http.BecomesAsync("/scim/v2/Users", 401);
        await Commands.JsonAsync("organizations", "resume", organization);
        await http.BecomesAsync("/scim/v2/Users", 200);

        await Commands.JsonAsync("clients", "revoke", "--client", id);
        Assert.Equal(401, await TokenStatusAsync(client));
        await http.BecomesAsync("/scim/v2/Users", 401);
    }

    [Fact]
    public async Task Declared_attributes_other_secrets_and_tokens_work_without_a_restart()
    {
        var client = await Commands.CreateClientAsync();
        var (id, organization) = (client.GetProperty("clientId").GetString()!, client.GetProperty("organizationId").GetString()!);
        await http.SignInAsync(client);
        Assert.Equal(HttpStatusCode.BadRequest, await PostTaggedAsync());

        await Commands.JsonAsync("schemas", "add", "--organization", organization, "--name", "contoso", "--attribute", "tag:string");
        var started = Stopwatch.GetTimestamp();
        HttpStatusCode last;
        while ((last = await PostTaggedAsync()) != HttpStatusCode.Created && Stopwatch.GetElapsedTime(started) < Promised)
            await Task.Delay(50, Stop);
        Assert.Equal(HttpStatusCode.Created, last);

        var second = await Commands.JsonAsync("clients", "add-secret", "--client", id);
        Assert.Equal(200, await TokenStatusAsync(second));
        var token = await Commands.JsonAsync("tokens", "create", "--organization", organization, "--client", id);
        http.UseToken(token.GetProperty("token").GetString()!);
        Assert.Equal(200, await http.StatusAsync("/scim/v2/Users"));
    }

    [Fact]
    public async Task Commands_and_a_busy_server_do_not_lock_each_other_out()
    {
        var client = await Commands.CreateClientAsync();
        await http.SignInAsync(client);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var writers = Enumerable.Range(0, 4).Select(writer => WriteAsync(writer, enough.Token)).ToList();

        await Commands.CreateClientAsync();
        await Commands.JsonAsync("clients", "add-secret", "--client", client.GetProperty("clientId").GetString()!);
        await enough.CancelAsync();
        var statuses = (await Task.WhenAll(writers)).SelectMany(static written => written).ToList();

        Assert.NotEmpty(statuses);
        Assert.All(statuses, static status => Assert.Equal(HttpStatusCode.Created, status));
        using var users = await http.GetAsync("/scim/v2/Users?count=0", Stop);
        Assert.Equal(statuses.Count, (await users.ReadAsync()).GetProperty("totalResults").GetInt32());
    }

    async Task<List<HttpStatusCode>> WriteAsync(int writer, CancellationToken enough)
    {
        var statuses = new List<HttpStatusCode>();
        while (!enough.IsCancellationRequested)
        {
            using var answer = await http.PostUserAsync($"writer{writer}-{statuses.Count}");
            statuses.Add(answer.StatusCode);
            await Task.Delay(BelowTheLimits, Stop);
        }

        return statuses;
    }

    async Task<int> TokenStatusAsync(JsonElement client)
    {
        using var answer = await Provisioning.RequestTokenAsync(http, client);
        return (int)answer.StatusCode;
    }

    async Task<HttpStatusCode> PostTaggedAsync()
    {
        using var answer = await http.SendScimAsync(HttpMethod.Post, "/Users", """
            { "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "tagged",
              "urn:ietf:params:scim:schemas:extension:contoso:2.0:User": { "tag": "x" } }
            """);
        return answer.StatusCode;
    }
}

public sealed class ServeOnSqlite(ServingOnSqlite serving) : ServeTests(serving), IClassFixture<ServingOnSqlite>;

public sealed class ServeOnPostgreSql(ServingOnPostgreSql serving) : ServeTests(serving), IClassFixture<ServingOnPostgreSql>;
