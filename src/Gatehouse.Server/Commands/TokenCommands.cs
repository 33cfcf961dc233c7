using System.CommandLine;
using System.Text.Json.Nodes;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Clients;

namespace Gatehouse.Server.Commands;

/// <summary>gatehouse tokens …: long-lived tokens for provisioning clients that cannot do OAuth.</summary>
static class TokenCommands
{
    public static Command Create() => new("tokens", "Issue and revoke long-lived bearer tokens") { CreateCreate(), CreateRevoke() };

    static Command CreateCreate()
    {
        var (organization, client) = (CommonOptions.Organization(), CommonOptions.Client());
        var lifetime = new Option<string>("--lifetime") { Description = "How long the token is valid, at most a year", DefaultValueFactory = static _ => "365d" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("create", "Issue a token") { organization, client, lifetime, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var id = await context.ClientAsync(parsed.GetRequiredValue(client), stop);
            if (id.Organization != owner.Id)
                throw new CommandException("The client belongs to another organization.");

            var valid = Lifetime.Parse(parsed.GetRequiredValue(lifetime), TimeSpan.FromMinutes(1), LongLivedTokens.LongestLifetime);
            var expiresAt = context.Get<TimeProvider>().GetUtcNow() + valid;
            var (_, token) = await context.Database.WriteAsync(owner.Id, async db =>
            {
                var added = await context.Get<ClientRegister>().AddBearerTokenAsync(db, id, expiresAt, stop);
                await context.Get<AuditLog>().AppendAsync(db, OperatorEvents.Of("token.created", "client", id.ToString()), stop);
                return added;
            }, stop);
            context.Write(
                new JsonObject { ["token"] = token, ["expiresAt"] = expiresAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) },
                "The token is not stored and cannot be shown again. Keep it now.");
        });
        return command;
    }

    static Command CreateRevoke()
    {
        var client = CommonOptions.Client();
        var token = new Option<string>("--token-id") { Description = "The credential's id, from 'clients list'", Required = true };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("revoke", "End a token before its time") { client, token, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var id = await context.ClientAsync(parsed.GetRequiredValue(client), stop);
            await ClientCommands.RevokeCredentialAsync(context, id, parsed.GetRequiredValue(token), stop);
            context.Write(new JsonObject { ["clientId"] = id.ToString(), ["revoked"] = parsed.GetRequiredValue(token) });
        });
        return command;
    }
}
