using System.Globalization;
using System.Text.RegularExpressions;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>What a newcomer runs first.</summary>
public sealed partial class DemoTests : IAsyncLifetime
{
    Installation installation = null!; // Set before the test runs.

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => installation = await Installation.CreateAsync(onPostgreSql: false);

    public ValueTask DisposeAsync() => installation.DisposeAsync();

    [Fact]
    public async Task It_provisions_a_company_tells_the_truth_about_it_and_ends()
    {
        var (status, output, error) = await installation.RunAsync(["demo", "--exit", "--urls", Url(), "--data", "data"]);

        Assert.Equal((0, ""), (status, error));
        Assert.Equal(500, await installation.CountAsync("users"));
        Assert.Equal(20, await installation.CountAsync("groups"));
        Assert.Equal(20, await installation.CountAsync("users where not active"));
        Assert.Equal(0, await installation.CountAsync("groups g where not exists (select 1 from group_members m where m.group_id = g.group_id)"));

        var steps = Step().Matches(output).ToDictionary(static step => step.Groups[1].Value.Trim(), static step => int.Parse(step.Groups[2].Value, CultureInfo.InvariantCulture));
        Assert.Equal(["Match and create people", "Create groups", "Add members", "Set managers", "Change jobs", "Deactivate leavers"], steps.Keys);
        Assert.Equal((1000, 20, 250, 50, 20), (steps["Match and create people"], steps["Create groups"], steps["Set managers"], steps["Change jobs"], steps["Deactivate leavers"]));
        // Each request is in the log, and one more: the refusal that is shown.
        Assert.Equal(steps.Values.Sum() + 1, await installation.CountAsync("scim_requests"));
        Assert.Equal(1, await installation.CountAsync("scim_requests where status >= 400"));
        Assert.Contains("favouriteColour", output, StringComparison.Ordinal);
        Assert.Contains("name.nick", output, StringComparison.Ordinal);
        Assert.Contains("Mails are written to", output, StringComparison.Ordinal);
        AssertTellsOneSecret(output + error);
    }

    [Fact]
    public async Task What_it_prints_to_try_by_hand_works_until_it_is_stopped()
    {
        var url = Url();
        await using var demo = installation.Start("demo", "--urls", url, "--data", "data", "--public-url", "https://id.contoso.example");
        await demo.SaysAsync("/scim/v2/Schemas");

        Assert.Contains("Tenant URL      https://id.contoso.example/scim/v2", demo.Output, StringComparison.Ordinal);
        AssertTellsOneSecret(demo.Output + demo.Error);
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = Found(@"Client ID +(\S+)"), ["client_secret"] = Found(@"Client secret +(\S+)"),
        });
        using var token = await http.PostAsync("/oauth/v2/token", form, Stop);
        http.UseToken((await token.ReadAsync()).GetProperty("access_token").GetString()!);
        using var users = await http.GetAsync("/scim/v2/Users?count=2", Stop);
        Assert.Equal(500, (await users.ReadAsync()).GetProperty("totalResults").GetInt32());

        await demo.TerminateAsync();

        Assert.Equal((0, ""), (await demo.EndsAsync(), demo.Error));

        string Found(string pattern) => Regex.Match(demo.Output, pattern).Groups[1].Value;
    }

    // The secret that is meant to be tried by hand, and neither a token nor anything of the sealing key.
    void AssertTellsOneSecret(string output)
    {
        Assert.Single(Secret().Matches(output).Select(static secret => secret.Value).Distinct());
        Assert.DoesNotContain("ghtok_", output, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", output, StringComparison.Ordinal);
        Assert.DoesNotContain(File.ReadAllText(Path.Combine(installation.Folder, "data", "gatehouse.key")).Trim(), output, StringComparison.Ordinal);
    }

    static string Url() => $"http://127.0.0.1:{Installation.FreePort()}";

    [GeneratedRegex(@"^  ([A-Z][a-z ]+?) {2,}(\d+) +\d+\.\d\d +\d+", RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex("ghsec_[A-Za-z0-9_-]+")]
    private static partial Regex Secret();
}
