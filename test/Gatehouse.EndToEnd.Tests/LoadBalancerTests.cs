using System.Collections.Concurrent;
using System.Net;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>Two servers behind a load balancer, one of them killed under load (L13).</summary>
public sealed class LoadBalancerTests : IAsyncLifetime
{
    const string PublicUrl = "https://id.contoso.example";
    const int Writers = 8;
    const int BeforeTheKill = 200;
    const int AfterTheKill = 400;

    readonly ConcurrentBag<string> acknowledged = [];
    readonly ConcurrentBag<string> failed = [];
    Installation installation = null!; // Set before the test runs.

    public async ValueTask InitializeAsync() => installation = await Installation.CreateAsync(onPostgreSql: true);

    public ValueTask DisposeAsync() => installation.DisposeAsync();

    [Fact]
    public async Task When_a_node_is_killed_only_its_open_requests_fail_and_nothing_acknowledged_is_lost()
    {
        await using var first = await installation.ServeAsync("--public-url", PublicUrl);
        await using var second = await installation.ServeAsync("--public-url", PublicUrl);
        await using var balancer = await LoadBalancer.StartAsync(installation.Folder, first, second);
        await balancer.Http.SignInAsync(await installation.CreateClientAsync());

        var killed = 0;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var number = 0; acknowledged.Count < BeforeTheKill + AfterTheKill; number++)
            {
                if (acknowledged.Count >= BeforeTheKill && Interlocked.Exchange(ref killed, 1) == 0)
                    await first.Process.KillAsync();
                await WriteAsync(balancer.Http, $"writer{writer}-{number}");
            }
        }));

        Assert.Equal(1, killed);
        // Each writer has one request open at a time, and so can lose one at the most.
        Assert.InRange(failed.Count, 0, Writers);
        var stored = (await installation.ListAsync<string>("select user_name from users")).ToHashSet();
        Assert.Empty(acknowledged.Except(stored));
        Assert.Empty(stored.Except(acknowledged).Except(failed));
        Assert.Equal(stored.Count, await installation.CountAsync("audit_events where action = 'user.created'"));
    }

    async Task WriteAsync(HttpClient http, string userName)
    {
        try
        {
            using var answer = await http.PostUserAsync(userName);
            (answer.StatusCode == HttpStatusCode.Created ? acknowledged : failed).Add(userName);
        }
        catch (HttpRequestException)
        {
            failed.Add(userName);
        }
    }
}
