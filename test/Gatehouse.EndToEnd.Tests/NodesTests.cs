using System.Net;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>Several servers that share a PostgreSQL database and a key, and nothing else (L13, L17).</summary>
public sealed class NodesTests : IAsyncLifetime
{
    const string PublicUrl = "https://id.contoso.example";

    Installation installation = null!; // Set before the test runs.

    public async ValueTask InitializeAsync() => installation = await Installation.CreateAsync(onPostgreSql: true);

    public ValueTask DisposeAsync() => installation.DisposeAsync();

    [Fact]
    public async Task Nodes_that_start_together_on_an_empty_database_serve_as_one_and_one_may_die()
    {
        var starting = Enumerable.Range(0, 2).Select(_ => installation.ServeAsync("--public-url", PublicUrl)).ToList();
        var nodes = await Task.WhenAll(starting);
        await using var first = nodes[0];
        await using var second = nodes[1];
        var client = await installation.CreateClientAsync();

        // A token of one node opens the other, and what one wrote the other reads.
        await first.Http.SignInAsync(client);
        second.Http.DefaultRequestHeaders.Authorization = first.Http.DefaultRequestHeaders.Authorization;
        var id = (await (await first.Http.PostUserAsync("ann")).ReadAsync()).GetProperty("id").GetString();
        Assert.Equal(200, await second.Http.StatusAsync($"/scim/v2/Users/{id}"));
        Assert.Equal(HttpStatusCode.Conflict, (await second.Http.PostUserAsync("ANN")).StatusCode);

        await installation.JsonAsync("clients", "revoke", "--client", client.GetProperty("clientId").GetString()!);
        await Task.WhenAll(first.Http.BecomesAsync("/scim/v2/Users", 401), second.Http.BecomesAsync("/scim/v2/Users", 401));

        await first.Process.KillAsync();
        await second.Http.SignInAsync(await installation.CreateClientAsync());
        Assert.Equal(HttpStatusCode.Created, (await second.Http.PostUserAsync("bea")).StatusCode);
        Assert.Equal(2, await installation.CountAsync("users"));
    }

    [Fact]
    public async Task A_node_with_another_key_does_not_start()
    {
        await using var node = await installation.ServeAsync("--public-url", PublicUrl);

        await installation.RefusesAsync(
            ["serve", "--urls", $"http://127.0.0.1:{Installation.FreePort()}", "--data", "elsewhere", "--public-url", PublicUrl], ["gatehouse.key", "GATEHOUSE__SECRETS__KEY"]);

        Assert.Equal(200, await node.Http.StatusAsync("/readyz"));
    }
}
