using System.CommandLine;

using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Commands;

/// <summary>gatehouse migrate</summary>
static class MigrateCommand
{
    public static Command Create()
    {
        var distribute = new Option<bool>("--distribute") { Description = "Also spread the tables over the nodes of a Citus cluster, by organization" };
        var data = CommonOptions.Data();
        var command = new Command("migrate", "Bring the database's schema up to this version") { distribute, data };
        command.SetAction((parsed, stop) => CommandContext.GuardAsync(parsed, async () =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var options = Configuration.Read().ToOptions(parsed.GetValue(data), Configuration.DefaultUrl);
            var scripts = new Migrator(options.Database).Migrate();
            foreach (var script in scripts)
                await output.WriteLineAsync($"ran {script}");
            await output.WriteLineAsync(scripts.Count == 0 ? "The schema is up to date." : "The schema is now up to date.");
            if (parsed.GetValue(distribute))
                await DistributeAsync(options.Database, output, stop);
        }));
        return command;
    }

    static async Task DistributeAsync(DatabaseOptions database, TextWriter output, CancellationToken stop)
    {
        var tables = await new Distribution(database).ApplyAsync(stop);
        foreach (var table in tables)
            await output.WriteLineAsync($"distributed {table}");
        await output.WriteLineAsync(tables.Count == 0 ? "All tables were distributed before." : "All tables are distributed now.");
    }
}
