using System.CommandLine;
using System.Text.Json.Nodes;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;

namespace Gatehouse.Server.Commands;

/// <summary>gatehouse users …: what an administrator can do about deleted users.</summary>
static class UserCommands
{
    const int MostListed = 1_000;

    public static Command Create() => new("users", "See and restore deleted users") { CreateDeleted(), CreateRestore() };

    static Command CreateDeleted()
    {
        var organization = CommonOptions.Organization();
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("deleted", "List users deleted in the last 30 days") { organization, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var users = await context.Database.ReadAsync(owner.Id, db => context.Get<DeletedUsers>().ListAsync(db, MostListed, stop), stop);
            context.WriteList("users", [.. users.Select(static user => new JsonObject
            {
                ["id"] = user.UserId.ToString("D"), ["userName"] = user.UserName,
                ["deletedAt"] = DateTimeOffset.FromUnixTimeMilliseconds(user.DeletedAt).ToString("O"),
            })], "Nobody was deleted in the last 30 days.");
        });
        return command;
    }

    static Command CreateRestore()
    {
        var organization = CommonOptions.Organization();
        var user = new Argument<string>("ID") { Description = "The deleted user's id" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("restore", "Bring a deleted user back, with its id and memberships") { organization, user, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var text = parsed.GetRequiredValue(user);
            await context.Database.WriteAsync(owner.Id, async db =>
            {
                if (!UserId.TryParse(text, out var id) || !await context.Get<DeletedUsers>().RestoreAsync(db, id, stop))
                    throw new CommandException($"There is no deleted user '{text}'. See 'gatehouse users deleted'.");
                await context.Get<AuditLog>().AppendAsync(db, OperatorEvents.Of("user.restored", "user", text), stop);
            }, stop);
            context.Write(new JsonObject { ["id"] = text, ["state"] = "restored" });
        });
        return command;
    }
}
