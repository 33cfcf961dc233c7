using System.Diagnostics;

using Gatehouse.Server.Directory;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Conversations;

/// <summary>The shared corpus of recorded provisioning requests, with its own runner's verdict.</summary>
public abstract class CorpusTests(OAuthServer server) : ConversationTest(server)
{
    [Fact]
    public async Task Every_recorded_scenario_passes_and_none_is_left_out()
    {
        if (Repository.SharedData is not { } data)
        {
            TestContext.Current.TestOutputHelper?.WriteLine("Left out: the shared corpus is not beside this clone.");
            return;
        }

        var organization = await NewOrganizationAsync(
            schema: "contoso",
            attributes: [new CustomAttribute("tag", "string"), new("badgeActive", "boolean"), new("deskNumber", "integer")]);

        var (status, output) = await ReplayAsync(Path.Combine(data, "entra-requests"), organization);

        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Assert.True(status == 0, Failures(output));
        Assert.Matches(@"\n[1-9][0-9]* passed, 0 failed\s*$", output);
    }

    async Task<(int Status, string Output)> ReplayAsync(string folder, ProvisionedOrganization organization)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[
            "-B", Path.Combine(folder, "replay.py"), "--base", Base, "--token-url", TokenUrl, "--client-id", organization.ClientId,
            "--client-secret", organization.Secret, "--have", "customExtension", folder])
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start) ?? throw new InvalidOperationException("python3 could not be started.");
        var errors = process.StandardError.ReadToEndAsync(Stop);
        var output = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, output + await errors);
    }

    static string Failures(string output) =>
        string.Join('\n', output.Split('\n').Where(static line => !line.StartsWith("PASS ", StringComparison.Ordinal)));
}

public sealed class CorpusOnSqlite(SqliteServer server) : CorpusTests(server);

public sealed class CorpusOnPostgreSql(PostgreSqlServer server) : CorpusTests(server);
