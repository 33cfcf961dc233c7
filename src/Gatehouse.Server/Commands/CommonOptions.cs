using System.CommandLine;

namespace Gatehouse.Server.Commands;

/// <summary>Options that several commands have.</summary>
static class CommonOptions
{
    public static Option<string?> Data() => new("--data") { Description = "Folder of the embedded database and the key file (default ./data)", HelpName = "DIR" };

    public static Option<string?> PublicUrl() => new("--public-url") { Description = "The address that clients use", HelpName = "URL" };

    public static Option<string?> MailDirectory() => new("--mail-directory") { Description = "Write mails to this folder instead of sending them", HelpName = "DIR" };

    public static Option<string> Output()
    {
        var output = new Option<string>("--output") { Description = "text, or json for one JSON object", DefaultValueFactory = static _ => "text" };
        output.AcceptOnlyFromAmong("text", "json");
        return output;
    }

    public static Option<string> Organization() => new("--organization") { Description = "The organization's id", HelpName = "ID", Required = true };

    public static Option<string> Client() => new("--client") { Description = "The client's id", HelpName = "CLIENT_ID", Required = true };
}
