using System.CommandLine;
using System.Text.Json.Nodes;

using Gatehouse.Server.Console;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Commands;

/// <summary>gatehouse operators …: who may use the console.</summary>
static class OperatorCommands
{
    public static Command Create() => new("operators", "Invite, list and remove the people who may use the console") { CreateInvite(), CreateList(), CreateRemove() };

    static Command CreateInvite()
    {
        var address = new Argument<string>("ADDRESS") { Description = "The mail address to sign in with" };
        var name = new Option<string?>("--name") { Description = "The name that other operators see", HelpName = "NAME" };
        var (data, publicUrl, output) = (CommonOptions.Data(), CommonOptions.PublicUrl(), CommonOptions.Output());
        var command = new Command("invite", "Make somebody an operator, who chooses a password by a link") { address, name, data, publicUrl, output };
        CommandContext.SetAction(command, data, publicUrl, output, async (context, parsed, stop) =>
        {
            var canonical = MailAddress.Canonical(parsed.GetRequiredValue(address))
                ?? throw new CommandException($"'{parsed.GetRequiredValue(address)}' is no mail address, or not in ASCII.");
            var shown = parsed.GetValue(name)?.Trim();
            if (shown is not null && !FormText.IsLine(shown, Operators.LongestName))
                throw new CommandException($"The name must have 1 to {Operators.LongestName} characters.");

            var url = new Uri(await context.PublicUrlAsync(stop));
            var (user, link) = await InviteAsync(context, canonical, shown, url, stop);
            context.Write(
                new JsonObject { ["id"] = user.ToString(), ["address"] = canonical, ["activationLink"] = link.AbsoluteUri },
                $"It is mailed as well. Whoever opens it within three days chooses the password. The console is at {url.AbsoluteUri.TrimEnd('/')}/console.");
        });
        return command;
    }

    static async Task<(UserId User, Uri Link)> InviteAsync(CommandContext context, string address, string? name, Uri publicUrl, CancellationToken stop)
    {
        try
        {
            return await context.Database.WriteAsync(
                OperatorsOrganization.Id,
                db => context.Get<Operators>().InviteAsync(db, address, name, publicUrl, OperatorEvents.Of("operator.added", "user", ""), stop), stop);
        }
        catch (UniqueViolationException)
        {
            throw new CommandException("Another command makes this operator right now. See 'gatehouse operators list'.");
        }
    }

    static Command CreateList()
    {
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("list", "List all operators") { data, output };
        CommandContext.SetAction(command, data, null, output, async (context, _, stop) =>
        {
            var operators = await context.Database.ReadAsync(OperatorsOrganization.Id, db => context.Get<Operators>().ListAsync(db, stop), stop);
            context.WriteList("operators", [.. operators.Select(static one => new JsonObject
            {
                ["id"] = new UserId(one.UserId).ToString(), ["address"] = one.UserName, ["name"] = one.DisplayName, ["active"] = one.Active,
                ["since"] = one.CreatedAt.ToString("O"),
            })], "There are no operators yet. Invite one: gatehouse operators invite ADDRESS");
        });
        return command;
    }

    static Command CreateRemove()
    {
        var address = new Argument<string>("ADDRESS") { Description = "The operator's mail address" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("remove", "Take an operator's rights and account away; running servers follow within five seconds") { address, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var text = parsed.GetRequiredValue(address);
            var operators = context.Get<Operators>();
            var left = await context.Database.WriteAsync(OperatorsOrganization.Id, async db =>
            {
                if (MailAddress.Canonical(text) is not { } canonical
                    || !await operators.RemoveAsync(db, canonical, OperatorEvents.Of("operator.removed", "user", ""), stop))
                    throw new CommandException($"There is no operator '{text}'. See 'gatehouse operators list'.");

                return (await operators.ListAsync(db, stop)).Count;
            }, stop);
            context.Write(
                new JsonObject { ["address"] = text, ["removed"] = true },
                left == 0 ? "There is no operator any more: the next start of the server prints a link for a first one." : null);
        });
        return command;
    }
}
