using System.Collections.Concurrent;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>kill -9 in the middle of many writes: nothing that was acknowledged is lost, and nothing is half there (L1, L3).</summary>
public abstract class CrashTests(bool onPostgreSql) : IAsyncLifetime
{
    const int Rounds = 2;
    const int Writers = 8;
    const int AcknowledgedPerRound = 100;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly ConcurrentBag<Acknowledged> acknowledged = [];
    Installation installation = null!; // Set before the test runs.

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => installation = await Installation.CreateAsync(onPostgreSql);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return installation.DisposeAsync();
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_the_kill_with_its_event_and_its_log_row()
    {
        string? token = null;
        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await installation.ServeAsync("--public-url", "https://id.contoso.example");
            if (token is null)
                await server.Http.SignInAsync(await installation.CreateClientAsync());
            else
                server.Http.UseToken(token);
            token = server.Http.DefaultRequestHeaders.Authorization!.Parameter!;

            var writers = Enumerable.Range(0, Writers).Select(writer => WriteUntilItDiesAsync(server.Http, $"round{round}-writer{writer}")).ToList();
            await UntilAsync(() => acknowledged.Count >= (round + 1) * AcknowledgedPerRound);
            await server.Process.KillAsync();
            await Task.WhenAll(writers);
        }

        await using var restarted = await installation.ServeAsync("--public-url", "https://id.contoso.example");
        await NothingAcknowledgedIsLostAsync();
        await NothingIsHalfThereAsync();
        restarted.Http.UseToken(token!);
        Assert.Equal(201, (int)(await restarted.Http.PostUserAsync("after")).StatusCode);
        Assert.Equal(200, await restarted.Http.StatusAsync($"/scim/v2/Users/{acknowledged.First().User}"));
    }

    // Creates users and changes each of them once, and notes what it was told, until nobody answers any more.
    async Task WriteUntilItDiesAsync(HttpClient http, string name)
    {
        try
        {
            for (var number = 0; ; number++)
            {
                using var created = await http.PostUserAsync($"{name}-{number}");
                var id = (await created.ReadAsync()).GetProperty("id").GetString()!;
                acknowledged.Add(new(id, 1, RequestOf(created)));
                using var changed = await http.PatchTitleAsync(id, "changed");
                Assert.Equal(200, (int)changed.StatusCode);
                acknowledged.Add(new(id, 2, RequestOf(changed)));
            }
        }
        catch (HttpRequestException)
        {
            // It was killed.
        }
        catch (IOException)
        {
            // It was killed in the middle of an answer.
        }
    }

    async Task NothingAcknowledgedIsLostAsync()
    {
        var users = (await installation.ListAsync<User>("select user_id, version, resource from users")).ToDictionary(static user => user.UserId);
        var logged = (await installation.ListAsync<Guid>("select request_id from scim_requests")).ToHashSet();

        Assert.InRange(acknowledged.Count, Rounds * AcknowledgedPerRound, int.MaxValue);
        foreach (var (user, version, request) in acknowledged)
        {
            Assert.True(users.TryGetValue(Guid.Parse(user), out var stored), $"User {user} is lost.");
            Assert.True(stored.Version >= version, $"Version {version} of user {user} is lost.");
            Assert.Equal(stored.Version > 1, stored.Resource.Contains("changed", StringComparison.Ordinal));
            Assert.Contains(request, logged);
        }
    }

    async Task NothingIsHalfThereAsync()
    {
        var changes = await installation.ListAsync<Guid>("select request_id from scim_requests where method <> 'GET' and status in (200, 201, 204)");
        var events = await installation.ListAsync<Event>("select request_id, target_id from audit_events where actor_kind = 'client'");
        var users = await installation.ListAsync<User>("select user_id, version, resource from users");

        Assert.Equal(changes.Order(), events.Select(static one => Guid.Parse(one.RequestId)).Order());
        Assert.Equal(
            users.Select(static user => (user.UserId, user.Version)).Order(),
            events.GroupBy(static one => Guid.Parse(one.TargetId)).Select(static of => (of.Key, of.LongCount())).Order());
    }

    static Guid RequestOf(HttpResponseMessage answer) => Guid.Parse(Assert.Single(answer.Headers.GetValues("X-Request-Id")));

    static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        deadline.CancelAfter(Patience);
        while (!condition())
            await Task.Delay(5, deadline.Token);
    }

    sealed record Acknowledged(string User, long Version, Guid Request);

    sealed class User
    {
        public required Guid UserId { get; init; }

        public required long Version { get; init; }

        public required string Resource { get; init; }
    }

    sealed class Event
    {
        public required string RequestId { get; init; }

        public required string TargetId { get; init; }
    }
}

public sealed class CrashOnSqlite() : CrashTests(onPostgreSql: false);

public sealed class CrashOnPostgreSql() : CrashTests(onPostgreSql: true);
