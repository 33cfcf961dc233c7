using System.Text;
using System.Text.Json;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Tests.Scim;
using Gatehouse.Server.Transfer;

namespace Gatehouse.Server.Tests.Transfer;

/// <summary>Imports and exports files of a folder of the test's own.</summary>
public abstract class TransferTest(ServerFixture server) : ScimTest(server)
{
    readonly DirectoryInfo folder = System.IO.Directory.CreateTempSubdirectory("gatehouse-transfer-");

    internal string PathOf(string name) => Path.Combine(folder.FullName, name);

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        folder.Delete(recursive: true);
        await base.DisposeAsync();
    }

    internal string Write(string name, params IEnumerable<string> lines)
    {
        File.WriteAllText(PathOf(name), string.Join('\n', lines), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return PathOf(name);
    }

    /// <summary>Imports lines of NDJSON.</summary>
    internal Task<ImportState> ImportAsync(params IEnumerable<string> lines) => ImportFileAsync(Write("in.ndjson", lines));

    /// <summary>Imports rows of CSV.</summary>
    internal async Task<ImportState> ImportCsvAsync(string type, params IEnumerable<string> rows)
    {
        var catalog = await Service<SchemaCatalogs>().GetAsync(Scim.Organization, Stop);
        return await ImportAsync(new CsvSource(Write("in.csv", rows), catalog.FindResourceType(type)!));
    }

    internal Task<ImportState> ImportFileAsync(
        string path, bool startsOver = false, bool changesNothing = false, Action<ImportProgress>? progress = null, CancellationToken? stop = null) =>
        ImportAsync(new NdjsonSource(path), startsOver, changesNothing, progress, stop);

    internal async Task<ImportState> ImportAsync(
        RecordSource source, bool startsOver = false, bool changesNothing = false, Action<ImportProgress>? progress = null, CancellationToken? stop = null)
    {
        using var report = new ImportReport(source, PathOf("report.ndjson"));
        var options = new ImportOptions
        {
            Event = new AuditEvent { ActorKind = "operator", ActorId = "test", Action = "", TargetType = "", TargetId = "" }, StartsOver = startsOver, ChangesNothing = changesNothing,
        };
        return await Service<DirectoryImport>().RunAsync(Scim.Organization, source, report, options, progress ?? (static _ => { }), stop ?? Stop);
    }

    internal async Task<IReadOnlyList<string>> ExportAsync()
    {
        using var output = new MemoryStream();
        await Service<DirectoryExport>().WriteAsync(Scim.Organization, output, static _ => { }, Stop);
        return Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>What the report tells, in the order of the file.</summary>
    internal IReadOnlyList<(long Line, string Detail)> Report() => !File.Exists(PathOf("report.ndjson")) ? [] :
        [.. File.ReadLines(PathOf("report.ndjson")).Select(static line => JsonDocument.Parse(line).RootElement)
            .Select(static entry => (entry.GetProperty("line").GetInt64(), entry.GetProperty("detail").GetString()!))];

    internal string[] Rejected(string extension = ".ndjson") => File.ReadAllLines(PathOf("report.rejected" + extension));

    internal async Task<string> IdOfAsync(string userName) =>
        (await Scim.FilterAsync("/Users", $"userName eq \"{userName}\"")).ShouldBe(200).Body.GetProperty("Resources")[0].GetProperty("id").GetString()!;
}
