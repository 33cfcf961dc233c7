using System.CommandLine;

using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Commands;

/// <summary>gatehouse migrate</summary>
static class MigrateCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var command = new Command("migrate", "Bring the database's schema up to this version") { data };
        command.SetAction((parsed, _) => CommandContext.GuardAsync(parsed, () =>
        {
            var options = Configuration.Read().ToOptions(parsed.GetValue(data), Configuration.DefaultUrl);
            var scripts = new Migrator(options.Database).Migrate();
            foreach (var script in scripts)
                parsed.InvocationConfiguration.Output.WriteLine($"ran {script}");
            parsed.InvocationConfiguration.Output.WriteLine(scripts.Count == 0 ? "The schema is up to date." : "The schema is now up to date.");
            return Task.CompletedTask;
        }));
        return command;
    }
}
