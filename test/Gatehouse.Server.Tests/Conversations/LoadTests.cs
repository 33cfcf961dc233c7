using System.Diagnostics;

using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Conversations;

/// <summary>R89, R90: what provisioning may ask for without being held up. How much more there is, bench/Gatehouse.Load measures.</summary>
public abstract class LoadTests(OAuthServer server) : ConversationTest(server)
{
    const int Requests = 500;
    const int PerSecond = 25;

    [Fact]
    public async Task Twenty_five_requests_a_second_of_one_organization_are_answered_and_none_is_throttled()
    {
        var client = ClientOf(await NewOrganizationAsync());
        var slowest = TimeSpan.Zero;
        var begun = Stopwatch.StartNew();

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop };
        await Parallel.ForAsync(0, Requests, parallel, async (i, stop) =>
        {
            var one = Stopwatch.StartNew();
            var answer = await client.SendAsync("POST", "/Users", WireClient.NewUser($"hand{i}@sandvika.example"), stop);
            Assert.Equal(201, answer.Status);
            lock (begun)
                slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, one.Elapsed.Ticks));
        });

        Assert.InRange(begun.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(Requests / PerSecond));
        Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }
}

public sealed class LoadOnSqlite(SqliteServer server) : LoadTests(server);

public sealed class LoadOnPostgreSql(PostgreSqlServer server) : LoadTests(server);
