using System.CommandLine;
using System.CommandLine.Invocation;

using Gatehouse.Server.Commands.Check;
using Gatehouse.Server.Commands.Demo;

namespace Gatehouse.Server.Commands;

/// <summary>The command line's table of contents.</summary>
static class CommandLine
{
    /// <returns>The exit status.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> args, InvocationConfiguration invocation)
    {
        var parsed = Create().Parse(args);

        // Standard output is for answers, and the help that follows a mistake is none.
        if (parsed.Action is ParseErrorAction)
            invocation.Output = invocation.Error;
        return parsed.InvokeAsync(invocation);
    }

    public static RootCommand Create() => new("Gatehouse: the identity provider that an enterprise's IT department plugs into.")
    {
        ServeCommand.Create(),
        DemoCommand.Create(),
        MigrateCommand.Create(),
        OperatorCommands.Create(),
        OrganizationCommands.Create(),
        ClientCommands.Create(),
        TokenCommands.Create(),
        KeyCommands.Create(),
        SchemaCommands.Create(),
        UserCommands.Create(),
        ApplicationCommands.Create(),
        DomainCommands.Create(),
        FederationCommands.Create(),
        FindingCommands.Create(),
        TransferCommands.CreateImport(),
        TransferCommands.CreateExport(),
        CheckCommand.Create(),
    };
}
