using System.CommandLine;
using System.Text.Json.Nodes;

using Gatehouse.Server.Findings;
using Gatehouse.Server.Mail;

namespace Gatehouse.Server.Commands;

/// <summary>gatehouse findings …: what an organization's administrator should look at.</summary>
static class FindingCommands
{
    const int MostListed = 500;

    public static Command Create() => new("findings", "List what an organization's administrator should look at") { CreateList() };

    static Command CreateList()
    {
        var organization = CommonOptions.Organization();
        var all = new Option<bool>("--all") { Description = "Also what was resolved in the last year" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("list", "List findings, the latest first") { organization, all, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var register = context.Get<FindingRegister>();
            var findings = await context.Database.ReadAsync(
                owner.Id, db => parsed.GetValue(all) ? register.ListAllAsync(db, MostListed, stop) : register.ListOpenAsync(db, MostListed, stop), stop);
            context.WriteList("findings", [.. findings.Select(static one => new JsonObject
            {
                ["kind"] = one.Kind, ["subject"] = one.Subject, ["raisedAt"] = one.RaisedAt.ToString("O"), ["times"] = one.Times,
                ["resolvedAt"] = one.ResolvedAt?.ToString("O"), ["advice"] = FindingTexts.Line(MailLanguage.English, one),
            })], "There is nothing to look at.");
        });
        return command;
    }
}
