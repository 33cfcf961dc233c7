using System.CommandLine;
using System.Text.Json;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Commands;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Tests.Commands;

/// <summary>
/// Runs the command line as it is typed, on a data folder of its own. The same commands run on PostgreSQL in the end-to-end suite,
/// because which database they use is a setting of the process.
/// </summary>
public abstract class CommandTest : IAsyncLifetime
{
    readonly DirectoryInfo data = System.IO.Directory.CreateTempSubdirectory("gatehouse-command-");
    Database? database;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected string Data => data.FullName;

    internal Database Database => database ??= DatabaseOptions.SqliteIn(Data).Open();

    public virtual ValueTask InitializeAsync() => default;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (database is not null)
            await database.DisposeAsync();
        data.Delete(recursive: true);
    }

    /// <summary>Runs a command on the test's data folder.</summary>
    internal Task<CommandResult> RunAsync(params IEnumerable<string> args) => RunAnywhereAsync([.. args, "--data", Data]);

    internal static async Task<CommandResult> RunAnywhereAsync(params IEnumerable<string> args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var invocation = new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null };
        var status = await CommandLine.RunAsync([.. args], invocation).WaitAsync(TimeSpan.FromSeconds(60), Stop);
        return new(status, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command that must succeed, for its one JSON object.</summary>
    internal async Task<JsonElement> JsonAsync(params IEnumerable<string> args) => (await RunAsync([.. args, "--output", "json"])).ShouldBeJson();

    internal async Task<string> CreateOrganizationAsync(params IEnumerable<string> more) =>
        (await JsonAsync(["organizations", "create", "Contoso", .. more])).GetProperty("id").GetString()!;

    internal async Task<string> CreateClientAsync(string organization, params IEnumerable<string> more) =>
        (await JsonAsync(["clients", "create", "--organization", organization, .. more])).GetProperty("clientId").GetString()!;

    internal async Task<IReadOnlyList<JsonElement>> CredentialsAsync(string organization, string client)
    {
        var clients = (await JsonAsync("clients", "list", "--organization", organization)).GetProperty("clients").EnumerateArray();
        return [.. clients.Single(one => one.GetProperty("clientId").GetString() == client).GetProperty("credentials").EnumerateArray()];
    }

    /// <summary>What was done to an organization so far, oldest first.</summary>
    internal async Task<IReadOnlyList<string>> ActionsAsync(string organization)
    {
        Assert.True(OrganizationId.TryParse(organization, out var id));
        var events = await Database.ReadAsync(id, static db => new AuditLog(TimeProvider.System).ListAsync(db, null, 100, Stop), Stop);
        Assert.All(events, static one => Assert.Equal("operator", one.ActorKind));
        Assert.All(events, static one => Assert.Contains('@', one.ActorId));
        return [.. events.OrderBy(static one => one.OccurredAt).ThenBy(static one => one.Action, StringComparer.Ordinal).Select(static one => one.Action)];
    }
}
