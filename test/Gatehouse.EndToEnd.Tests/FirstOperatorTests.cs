using System.Net;
using System.Text.RegularExpressions;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>The link for the first operator, as the program prints it (S80).</summary>
public sealed partial class FirstOperatorTests : IAsyncLifetime
{
    Installation installation = null!; // Set before the test runs.

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => installation = await Installation.CreateAsync(onPostgreSql: false);

    public ValueTask DisposeAsync() => installation.DisposeAsync();

    [Fact]
    public async Task Each_start_prints_a_link_of_its_own_until_there_is_an_operator()
    {
        string first;
        await using (var server = await installation.ServeAsync())
        {
            first = LinkOf(server);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, first));
            Assert.Equal("", server.Process.Error);
        }

        await using (var server = await installation.ServeAsync())
        {
            Assert.NotEqual(first, LinkOf(server));
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, first));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, LinkOf(server)));
            await installation.JsonAsync("operators", "invite", "noor@contoso.example");
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, LinkOf(server)));
        }

        await using (var server = await installation.ServeAsync())
            Assert.DoesNotContain("first-operator", server.Process.Output + server.Process.Error, StringComparison.Ordinal);
    }

    static string LinkOf(RunningServer server) => LinkPattern().Match(server.Process.Output).Groups[1].Value;

    static async Task<HttpStatusCode> StatusAsync(RunningServer server, string path)
    {
        using var answer = await server.Http.GetAsync(new Uri(path, UriKind.Relative), Stop);
        return answer.StatusCode;
    }

    [GeneratedRegex(@"within 60 minutes becomes the first one:\s+http://127\.0\.0\.1:\d+(/console/first-operator/[\w-]{43})\s")]
    private static partial Regex LinkPattern();
}
