using System.CommandLine;
using System.Text.Json.Nodes;

using Gatehouse.Scim.Resources;
using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Federation;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.SignIn.Passkeys;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Commands;

/// <summary>gatehouse users …: people's accounts, for operators and scripts.</summary>
static class UserCommands
{
    const int MostListed = 1_000;

    public static Command Create() => new("users", "Create, see, deactivate and restore users")
    {
        CreateCreate(), CreateInvite(), CreateList(), CreateShow(), CreateDeactivate(), CreateSignOut(), CreateResetFactors(), CreateEmergency(),
        CreateDeleted(), CreateRestore(),
    };

    static Command CreateCreate()
    {
        var organization = CommonOptions.Organization();
        var userName = new Option<string>("--user-name") { Description = "The mail address to sign in with", HelpName = "ADDRESS", Required = true };
        var name = new Option<string?>("--name") { Description = "The name that others see", HelpName = "NAME" };
        var password = new Option<bool>("--password-stdin") { Description = "Read a first password from standard input; without it the user chooses one by a link" };
        var (data, publicUrl, output) = (CommonOptions.Data(), CommonOptions.PublicUrl(), CommonOptions.Output());
        var command = new Command("create", "Create a user who signs in here") { organization, userName, name, password, data, publicUrl, output };
        CommandContext.SetAction(command, data, publicUrl, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var address = MailAddress.Canonical(parsed.GetRequiredValue(userName))
                ?? throw new CommandException($"'{parsed.GetRequiredValue(userName)}' is no mail address, or not in ASCII.");
            var shown = parsed.GetValue(name);
            var hash = parsed.GetValue(password) ? await HashAsync(context, await System.Console.In.ReadLineAsync(stop), [address, shown, owner.Name], stop) : null;

            var resource = ResourceReader.Read(LocalUser.Of(address, shown), (await context.Get<SchemaCatalogs>().GetAsync(owner.Id, stop)).ResourceTypes[0]);
            var register = context.Get<LocalAccountRegister>();
            var url = new Uri(await context.PublicUrlAsync(stop));
            var (id, link) = await WriteAsync(context, owner.Id, async db =>
            {
                var user = await register.CreateAsync(db, resource, hash, OperatorEvents.Of("user.created", "user", ""), stop);
                return (user, hash is null ? await register.InviteAsync(db, user, url, OperatorEvents.Of("user.invited", "user", ""), stop) : null);
            }, stop);

            var answer = new JsonObject { ["id"] = id.ToString(), ["userName"] = address };
            if (link is not null)
                answer["activationLink"] = link.Value.Link.AbsoluteUri;
            context.Write(answer, hash is null ? "It is mailed as well. Whoever opens it within three days chooses the password." : null);
        });
        return command;
    }

    static Command CreateInvite()
    {
        var organization = CommonOptions.Organization();
        var user = new Argument<string>("USER") { Description = "The user's id or userName" };
        var (data, publicUrl, output) = (CommonOptions.Data(), CommonOptions.PublicUrl(), CommonOptions.Output());
        var command = new Command("invite", "Let a user, such as a provisioned one, choose a password by a link") { user, organization, data, publicUrl, output };
        CommandContext.SetAction(command, data, publicUrl, output, async (context, parsed, stop) =>
        {
            var (owner, account) = await FindAsync(context, parsed.GetRequiredValue(organization), parsed.GetRequiredValue(user), stop);
            var url = new Uri(await context.PublicUrlAsync(stop));
            var link = await WriteAsync(
                context, owner, db => context.Get<LocalAccountRegister>().InviteAsync(db, account.User, url, OperatorEvents.Of("user.invited", "user", ""), stop), stop)
                ?? throw new CommandException("No mail address of the user can be used: neither an e-mail nor the userName.");
            context.Write(
                new JsonObject { ["id"] = account.User.ToString(), ["address"] = link.Address, ["activationLink"] = link.Link.AbsoluteUri },
                "It is mailed as well. Whoever opens it within three days chooses the password.");
        });
        return command;
    }

    static Command CreateList()
    {
        var organization = CommonOptions.Organization();
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("list", $"List users, at most {MostListed:N0}; export writes all") { organization, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var query = new RowQuery(RowCondition.All, null, Descending: false, null, 0, MostListed);
            var users = await context.Database.ReadAsync(owner.Id, db => context.Get<Users>().ListAsync(db, query, stop), stop);
            context.WriteList("users", [.. users.Select(stored => Summary(new Account(owner.Id, new UserId(stored.UserId), stored.Read()), stored.Origin))], "There are no users.");
        });
        return command;
    }

    static Command CreateShow()
    {
        var organization = CommonOptions.Organization();
        var user = new Argument<string>("USER") { Description = "The user's id or userName" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("show", "Show a user and how the user can sign in") { user, organization, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var (owner, account) = await FindAsync(context, parsed.GetRequiredValue(organization), parsed.GetRequiredValue(user), stop);
            var (kinds, passkeys, signIns) = await context.Database.ReadAsync(owner, async db => (
                await context.Get<LocalCredentials>().ListAsync(db, account.User, stop), await context.Get<PasskeyRegister>().ListAsync(db, account.User, stop),
                await context.Get<SignIns>().ListAsync(db, account.User, stop)), stop);
            var (stored, state, elsewhere) = await context.Database.ReadAsync(owner, async db =>
            {
                var states = context.Get<AccountStates>();
                var user = (await context.Get<Users>().FindAsync(db, account.User, stop) ?? throw NoSuchUser(account.UserName)).User;
                return (user, await states.OfAsync(db, user, stop), await states.ElsewhereAsync(db, account.User, stop));
            }, stop);
            var answer = Summary(account, stored.Origin);
            (answer["provisionedBy"], answer["state"]) = (stored.ProvisionedBy, state);
            answer["identities"] = new JsonArray([.. elsewhere.Select(static one => new JsonObject
            {
                ["federationId"] = one.Provider.Id.ToString(), ["name"] = one.Provider.Name, ["subject"] = one.Identity.Subject, ["linkedBy"] = one.Identity.LinkedBy,
                ["lastUsedAt"] = one.Identity.LastUsedAt,
            })]);
            var all = kinds.Select(static one => one.Kind).Concat(passkeys.Select(static _ => LocalCredential.Passkey)).Distinct(StringComparer.Ordinal);
            answer["credentials"] = new JsonArray([.. all.Select(static kind => JsonValue.Create(kind))]);
            answer["signIns"] = new JsonArray([.. signIns.Select(static one => new JsonObject
            {
                ["signedInAt"] = one.CreatedAt, ["lastSeenAt"] = one.LastSeenAt, ["sourceAddress"] = one.SourceAddress, ["userAgent"] = one.UserAgent,
            })]);
            context.Write(answer);
        });
        return command;
    }

    static Command CreateDeactivate()
    {
        var organization = CommonOptions.Organization();
        var user = new Argument<string>("USER") { Description = "The user's id or userName" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("deactivate", "Let a user in no more; running servers follow within five seconds") { user, organization, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var (owner, account) = await FindAsync(context, parsed.GetRequiredValue(organization), parsed.GetRequiredValue(user), stop);
            await WriteAsync(context, owner, async db =>
            {
                var users = context.Get<Users>();
                var stored = (await users.FindForUpdateAsync(db, account.User, stop) ?? throw NoSuchUser(account.UserName)).User;
                var resource = stored.Read();
                resource["active"] = false;
                await users.UpdateAsync(db, stored, UserRow.From(resource), stored.ProvisionedBy, stop);
                await context.Get<SignIns>().EndAllAsync(db, account.User, but: null, stop);
                await context.Get<AuditLog>().AppendAsync(db, OperatorEvents.Of("user.deactivated", "user", account.User.ToString()), stop);
                return true;
            }, stop);
            context.Write(new JsonObject { ["id"] = account.User.ToString(), ["active"] = false });
        });
        return command;
    }

    static Command CreateSignOut()
    {
        var organization = CommonOptions.Organization();
        var user = new Argument<string>("USER") { Description = "The user's id or userName" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("sign-out", "End a user's sign-ins on all devices; running servers follow within five seconds") { user, organization, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var (owner, account) = await FindAsync(context, parsed.GetRequiredValue(organization), parsed.GetRequiredValue(user), stop);
            await WriteAsync(context, owner, async db =>
            {
                await context.Get<SignIns>().EndAllAsync(db, account.User, but: null, stop);
                await context.Get<AuditLog>().AppendAsync(db, OperatorEvents.Of("user.signed-out", "user", account.User.ToString()), stop);
                return true;
            }, stop);
            context.Write(new JsonObject { ["id"] = account.User.ToString(), ["signedOut"] = true });
        });
        return command;
    }

    static Command CreateResetFactors()
    {
        var organization = CommonOptions.Organization();
        var user = new Argument<string>("USER") { Description = "The user's id or userName" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("reset-factors", "Remove a user's second factors and end the sign-ins; the next one sets up new factors") { user, organization, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var (owner, account) = await FindAsync(context, parsed.GetRequiredValue(organization), parsed.GetRequiredValue(user), stop);
            await context.Database.WriteAsync(
                owner, db => context.Get<LocalAccountRegister>().ResetFactorsAsync(db, account.User, OperatorEvents.Of("user.factors-reset", "user", ""), stop), stop);
            context.Write(new JsonObject { ["id"] = account.User.ToString(), ["factors"] = "reset" });
        });
        return command;
    }

    static Command CreateEmergency()
    {
        var organization = CommonOptions.Organization();
        var user = new Argument<string>("USER") { Description = "The user's id or userName" };
        var isOff = new Option<bool>("--off") { Description = "Treat the user like everybody again" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("emergency", "Let a user sign in with a password here even where the organization enforces its identity provider") { user, organization, isOff, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var (owner, account) = await FindAsync(context, parsed.GetRequiredValue(organization), parsed.GetRequiredValue(user), stop);
            var isOn = !parsed.GetValue(isOff);
            await context.Database.WriteAsync(owner, async db =>
            {
                if (isOn)
                    await context.Get<RoleAssignments>().AddAsync(db, account.User, RoleAssignments.Emergency, stop);
                else
                    await context.Get<RoleAssignments>().RemoveAsync(db, account.User, RoleAssignments.Emergency, stop);
                await context.Get<AuditLog>().AppendAsync(
                    db, OperatorEvents.Of(isOn ? "user.emergency-granted" : "user.emergency-withdrawn", "user", account.User.ToString()), stop);
            }, stop);
            context.Write(new JsonObject { ["id"] = account.User.ToString(), ["emergency"] = isOn });
        });
        return command;
    }

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

    static JsonObject Summary(Account account, string? origin)
    {
        var summary = new JsonObject { ["id"] = account.User.ToString(), ["userName"] = account.UserName, ["name"] = account.Name, ["active"] = account.IsActive };
        if (origin is not null)
            summary["origin"] = origin;
        return summary;
    }

    static async Task<string> HashAsync(CommandContext context, string? password, string?[] names, CancellationToken stop)
    {
        var advice = context.Get<PasswordRules>().Judge(password ?? "", names) switch
        {
            PasswordFault.None => null,
            PasswordFault.TooShort => $"The password is shorter than {PasswordRules.Shortest} characters.",
            PasswordFault.TooLong => $"The password is longer than {PasswordRules.MostBytes} bytes.",
            PasswordFault.TooPersonal => "The password is made of the user's or the organization's name.",
            PasswordFault.Breached => "The password is on the list of leaked ones.",
            _ => "The password is one of those that everybody tries first.",
        };
        return advice is null ? await context.Get<PasswordHashing>().HashAsync(password!, stop) : throw new CommandException($"{advice} Choose another one.");
    }

    static async Task<(OrganizationId Organization, Account Account)> FindAsync(CommandContext context, string organization, string user, CancellationToken stop)
    {
        // What helps a person back in helps an operator too.
        var owner = await context.WithOperatorsAsync(organization, stop);
        var query = UserId.TryParse(user, out var id)
            ? new RowCondition("r.user_id = @id", new Dictionary<string, object?> { ["id"] = id.Value })
            : new RowCondition("r.user_name_key = @name", new Dictionary<string, object?> { ["name"] = NameKey.Of(user) });
        var found = await context.Database.ReadAsync(
            owner.Id, db => context.Get<Users>().ListAsync(db, new RowQuery(query, null, Descending: false, null, 0, 1), stop), stop);
        return found is [var stored] ? (owner.Id, new Account(owner.Id, new UserId(stored.UserId), stored.Read())) : throw NoSuchUser(user);
    }

    static CommandException NoSuchUser(string user) => new($"There is no user '{user}'. See 'gatehouse users list --organization ID'.");

    static async Task<T> WriteAsync<T>(CommandContext context, OrganizationId organization, Func<DbScope, Task<T>> work, CancellationToken stop)
    {
        try
        {
            return await context.Database.WriteAsync(organization, work, stop);
        }
        catch (UniqueViolationException)
        {
            throw new CommandException("Another user of the organization has this userName. See 'gatehouse users show USER'.");
        }
    }
}
