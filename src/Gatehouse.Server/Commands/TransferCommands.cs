using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

using Gatehouse.Server.Directory;
using Gatehouse.Server.Transfer;

using Spectre.Console;

namespace Gatehouse.Server.Commands;

/// <summary>gatehouse import and gatehouse export: whole directories from and to files.</summary>
static class TransferCommands
{
    const int WriteBuffer = 1024 * 1024;

    public static Command CreateImport()
    {
        var file = new Argument<string>("FILE") { Description = "NDJSON: a SCIM resource on each line; or CSV (.csv): columns named by attribute paths" };
        var organization = CommonOptions.Organization();
        var type = new Option<string>("--type") { Description = "What the rows of a CSV file are", HelpName = "User|Group", DefaultValueFactory = static _ => "User" };
        type.AcceptOnlyFromAmong("User", "Group");
        var report = new Option<string?>("--report") { Description = "Where to tell of records that are not taken (default beside FILE)", HelpName = "PATH" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Validate and tell what would be done, without doing it" };
        var restart = new Option<bool>("--restart") { Description = "Begin with the first record, although an import of this file stopped further on" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("import", "Load users and groups from a file; run again, it goes on where it stopped")
        {
            file, organization, type, report, dryRun, restart, data, output,
        };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var path = parsed.GetRequiredValue(file);
            if (!File.Exists(path))
                throw new CommandException($"There is no file {path}.");

            var catalog = await context.Get<SchemaCatalogs>().GetAsync(owner.Id, stop);
            RecordSource source = path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
                ? new CsvSource(path, catalog.FindResourceType(parsed.GetRequiredValue(type))!)
                : new NdjsonSource(path);
            using var told = new ImportReport(source, parsed.GetValue(report) ?? Path.ChangeExtension(path, ".report.ndjson"));
            var options = new ImportOptions
            {
                Event = OperatorEvents.Of("directory.imported", "organization", owner.Id.ToString()), StartsOver = parsed.GetValue(restart),
                ChangesNothing = parsed.GetValue(dryRun),
            };

            ImportState done;
            try
            {
                done = await WithBarAsync(context.Console, async show => await context.Get<DirectoryImport>().RunAsync(
                    owner.Id, source, told, options, progress => show(DescriptionOf(progress), Fraction(progress, new FileInfo(path).Length)), stop));
            }
            catch (OperationCanceledException)
            {
                throw new CommandException("Stopped. What was put in stays; run the same command again to go on.");
            }

            context.Write(
                new JsonObject
                {
                    ["users"] = done.Users, ["groups"] = done.Groups, ["members"] = done.Joined, ["existing"] = done.Existing, ["rejected"] = done.Rejected,
                },
                options.ChangesNothing ? "Nothing was changed." : null);
            if (done.Rejected > 0)
                throw new CommandException($"{done.Rejected:N0} records were rejected. {told.Path} says why. Mend them in {told.RejectedPath}, and import that.");
        }, isBulk: true);
        return command;
    }

    public static Command CreateExport()
    {
        var file = new Argument<string>("FILE") { Description = "Where to, as NDJSON; - for standard output" };
        var organization = CommonOptions.Organization();
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("export", "Write an organization's users and groups to a file that import takes") { file, organization, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var path = parsed.GetRequiredValue(file);
            var export = context.Get<DirectoryExport>();
            if (path == "-")
            {
                await using var standardOutput = new BufferedStream(System.Console.OpenStandardOutput(), WriteBuffer);
                await export.WriteAsync(owner.Id, standardOutput, static _ => { }, stop);
                return;
            }

            // An export that breaks off leaves no file that looks like one.
            var unfinished = path + ".part";
            var total = Math.Max(1, await export.CountAsync(owner.Id, stop));
            (long Users, long Groups) written;
            await using (var stream = new BufferedStream(CreateFile(unfinished), WriteBuffer))
                written = await WithBarAsync(context.Console, show => export.WriteAsync(
                    owner.Id, stream, count => show(string.Create(CultureInfo.InvariantCulture, $"{count:N0} written"), (double)count / total), stop));
            File.Move(unfinished, path, overwrite: true);
            context.Write(new JsonObject { ["users"] = written.Users, ["groups"] = written.Groups, ["file"] = path });
        });
        return command;
    }

    // It holds people's data: for its owner only.
    static FileStream CreateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    static Task<T> WithBarAsync<T>(IAnsiConsole console, Func<Action<string, double>, Task<T>> work) =>
        console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(progress =>
            {
                var bar = progress.AddTask("Reading", maxValue: 1);
                return work((description, fraction) =>
                {
                    bar.Description = description;
                    bar.Value = fraction;
                });
            });

    static string DescriptionOf(ImportProgress progress)
    {
        var state = progress.State;
        var members = state.Joined > 0 ? $", {state.Joined:N0} members" : "";
        var rejected = state.Rejected > 0 ? $", [red]{state.Rejected:N0} rejected[/]" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{(progress.GoesOn ? "Going on after " : "")}{state.Users:N0} users, {state.Groups:N0} groups{members}{rejected}");
    }

    /// <summary>The file is read twice: for the resources, and for the members of groups.</summary>
    static double Fraction(ImportProgress progress, long length) =>
        length == 0 ? 1 : ((double)progress.Bytes / length / 2) + (progress.State.Stage == ImportState.Members ? 0.5 : 0);
}
