using System.CommandLine;

using Gatehouse.Server.Commands.Check;
using Gatehouse.Server.Commands.Demo;

namespace Gatehouse.Server.Commands;

/// <summary>The command line's table of contents.</summary>
static class CommandLine
{
    public static RootCommand Create() => new("Gatehouse: the identity provider that an enterprise's IT department plugs into.")
    {
        ServeCommand.Create(),
        DemoCommand.Create(),
        MigrateCommand.Create(),
        OrganizationCommands.Create(),
        ClientCommands.Create(),
        TokenCommands.Create(),
        KeyCommands.Create(),
        SchemaCommands.Create(),
        UserCommands.Create(),
        CheckCommand.Create(),
    };
}
