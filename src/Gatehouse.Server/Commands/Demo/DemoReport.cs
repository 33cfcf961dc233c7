using System.Globalization;
using System.Text.Json.Nodes;

using Spectre.Console;

namespace Gatehouse.Server.Commands.Demo;

/// <summary>What the demo tells at its end: what was done, how a refusal reads, and what to try by hand.</summary>
static class DemoReport
{
    public static void Write(IAnsiConsole console, DemoAccess access, DemoSignIn person, IReadOnlyList<DemoStep> steps, string refusal, bool exit)
    {
        console.Write(TableOf(steps));
        console.WriteLine();
        console.MarkupLine("[bold]A user with attributes that no schema declares was refused:[/]");
        console.WriteLine(JsonNode.Parse(refusal)!["detail"]!.GetValue<string>());
        console.WriteLine();
        console.MarkupLine("[bold]Credentials[/]");
        WritePlain(console, $"  Tenant URL      {access.TenantUrl}");
        WritePlain(console, $"  Token endpoint  {access.TokenEndpoint}");
        WritePlain(console, $"  Client ID       {access.ClientId}");
        WritePlain(console, $"  Client secret   {access.ClientSecret}");
        console.WriteLine();
        console.MarkupLine("[bold]A provisioned person to sign in as[/] (a second factor is set up at the first sign-in)");
        WritePlain(console, $"  Sign-in         {person.SignInUrl}");
        WritePlain(console, $"  Address         {person.Address}");
        WritePlain(console, $"  Password        {person.Password}");
        console.WriteLine();
        if (exit)
            return;

        console.MarkupLine("[bold]Try it by hand[/] (the server runs until Ctrl+C):");
        WritePlain(console, $"  TOKEN=$(curl -s {access.TokenEndpoint} -d grant_type=client_credentials -d client_id={access.ClientId} -d client_secret={access.ClientSecret} | sed 's/.*\"access_token\": *\"\\([^\"]*\\).*/\\1/')");
        WritePlain(console, $"  curl -s -H \"Authorization: Bearer $TOKEN\" '{access.TenantUrl}/Users?count=2'");
        WritePlain(console, $"  curl -s -H \"Authorization: Bearer $TOKEN\" '{access.TenantUrl}/Groups?excludedAttributes=members&filter=displayName+eq+%22Finance%22'");
        WritePlain(console, $"  curl -s {access.TenantUrl}/Schemas");
    }

    static Table TableOf(IReadOnlyList<DemoStep> steps)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("Step");
        table.AddColumn(new TableColumn("Requests").RightAligned());
        table.AddColumn(new TableColumn("Seconds").RightAligned());
        table.AddColumn(new TableColumn("Requests per second").RightAligned());
        foreach (var step in steps)
        {
            table.AddRow(
                step.Name,
                step.Requests.ToString(CultureInfo.InvariantCulture),
                step.Took.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture),
                (step.Requests / Math.Max(step.Took.TotalSeconds, 0.001)).ToString("0", CultureInfo.InvariantCulture));
        }

        return table;
    }

    // Not through the console's layout, which would break long lines that are meant to be copied.
    static void WritePlain(IAnsiConsole console, string line) => console.Profile.Out.Writer.WriteLine(line);
}
