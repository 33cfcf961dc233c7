using System.CommandLine;
using System.Text.Json.Nodes;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Mail;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Commands;

/// <summary>gatehouse organizations …</summary>
static class OrganizationCommands
{
    public static Command Create() => new("organizations", "Create, list, suspend and resume organizations")
    {
        CreateCreate(), CreateList(), CreateSetState("suspend", Organization.Suspended), CreateSetState("resume", Organization.Active), CreateSetProfile(),
        CreateSetAlertAddress(),
    };

    static Command CreateCreate()
    {
        var name = new Argument<string>("NAME") { Description = "The organization's name" };
        var domain = new Option<string[]>("--domain") { Description = "An e-mail domain of the organization; may be repeated", HelpName = "contoso.example" };
        var profile = new Option<string>("--schema-profile")
        {
            Description = "minimal, entra-default or extended: which SCIM attributes are accepted", DefaultValueFactory = static _ => SchemaProfile.EntraDefault,
        };
        profile.AcceptOnlyFromAmong([.. SchemaProfile.Names]);
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("create", "Create an organization") { name, domain, profile, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var id = await CreateAsync(context, parsed.GetRequiredValue(name), parsed.GetValue(domain) ?? [], parsed.GetRequiredValue(profile), stop);
            context.Write(
                new JsonObject { ["id"] = id.ToString(), ["name"] = parsed.GetRequiredValue(name).Trim() },
                $"Next: gatehouse clients create --organization {id}");
        });
        return command;
    }

    /// <summary>Creates an organization as the command does.</summary>
    /// <exception cref="CommandException">The name or a domain cannot be taken.</exception>
    public static async Task<OrganizationId> CreateAsync(
        CommandContext context, string name, IReadOnlyList<string> domains, string profile, CancellationToken stop)
    {
        name = name.Trim();
        if (name.Length is 0 or > OrganizationRegister.LongestName)
            throw new CommandException($"The name must have 1 to {OrganizationRegister.LongestName} characters.");
        if (domains.FirstOrDefault(static domain => !EmailDomains.IsClaimable(domain)) is { } bad)
            throw new CommandException(EmailDomains.Refusal(bad));

        var id = OrganizationId.New(context.Get<TimeProvider>());
        var organizations = context.Get<OrganizationRegister>();
        await context.Database.WriteAsync(id, async db =>
        {
            await organizations.CreateAsync(db, name, profile, stop);
            foreach (var domain in domains.Distinct(StringComparer.OrdinalIgnoreCase))
            {
                if (await context.Get<EmailDomains>().ClaimAsync(db, domain, stop) == DomainClaim.Taken)
                    throw new CommandException($"The domain '{domain}' belongs to another organization. Nothing was created.");
            }

            await context.Get<AuditLog>().AppendAsync(db, OperatorEvents.Of("organization.created", "organization", id.ToString()), stop);
        }, stop);
        return id;
    }

    static Command CreateList()
    {
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("list", "List all organizations") { data, output };
        CommandContext.SetAction(command, data, null, output, async (context, _, stop) =>
        {
            var organizations = await context.Database.Instance.ReadAsync(db => context.Get<OrganizationRegister>().ListAsync(db, stop), stop);
            context.WriteList("organizations", [.. organizations.Select(static organization => new JsonObject
            {
                ["id"] = organization.Id.ToString(), ["name"] = organization.Name, ["state"] = organization.State,
                ["schemaProfile"] = organization.SchemaProfile,
            })], "There are no organizations yet. Create one: gatehouse organizations create NAME");
        });
        return command;
    }

    static Command CreateSetState(string verb, string state)
    {
        var id = new Argument<string>("ID") { Description = "The organization's id" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var description = state == Organization.Suspended ? "Close an organization's credentials without deleting anything" : "Open a suspended organization again";
        var command = new Command(verb, description) { id, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var organization = await context.OrganizationAsync(parsed.GetRequiredValue(id), stop);
            await context.Database.WriteAsync(organization.Id, async db =>
            {
                await context.Get<OrganizationRegister>().SetStateAsync(db, state, stop);
                await context.Get<AuditLog>().AppendAsync(db, OperatorEvents.Of($"organization.{state}", "organization", organization.Id.ToString()), stop);
            }, stop);
            context.Write(new JsonObject { ["id"] = organization.Id.ToString(), ["name"] = organization.Name, ["state"] = state });
        });
        return command;
    }

    static Command CreateSetAlertAddress()
    {
        var id = new Argument<string>("ID") { Description = "The organization's id" };
        var address = new Argument<string>("ADDRESS") { Description = "A mail address, or none to mail nobody" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("set-alert-address", "Set where an organization is told what it should look at, at most once a day") { id, address, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var organization = await context.OrganizationAsync(parsed.GetRequiredValue(id), stop);
            var text = parsed.GetRequiredValue(address);
            if (text != "none" && !EmailAddress.TryParse(text, out _))
                throw new CommandException($"'{text}' is no mail address. Write it like it@contoso.example, or none.");

            var chosen = text == "none" ? null : text;
            await context.Database.WriteAsync(organization.Id, async db =>
            {
                await context.Get<OrganizationRegister>().SetAlertAddressAsync(db, chosen, stop);
                await context.Get<AuditLog>().AppendAsync(db, OperatorEvents.Of("organization.alert-address-changed", "organization", organization.Id.ToString()), stop);
            }, stop);
            context.Write(new JsonObject { ["id"] = organization.Id.ToString(), ["name"] = organization.Name, ["alertAddress"] = chosen });
        });
        return command;
    }

    static Command CreateSetProfile()
    {
        var id = new Argument<string>("ID") { Description = "The organization's id" };
        var profile = new Argument<string>("PROFILE") { Description = "minimal, entra-default or extended" };
        profile.AcceptOnlyFromAmong([.. SchemaProfile.Names]);
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("set-schema-profile", "Change which SCIM attributes an organization accepts") { id, profile, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var organization = await context.OrganizationAsync(parsed.GetRequiredValue(id), stop);
            var chosen = parsed.GetRequiredValue(profile);
            await context.Database.WriteAsync(organization.Id, async db =>
            {
                await context.Get<OrganizationRegister>().SetSchemaProfileAsync(db, chosen, stop);
                await context.Get<AuditLog>().AppendAsync(db, OperatorEvents.Of("organization.schema-profile-changed", "organization", organization.Id.ToString()), stop);
            }, stop);
            context.Write(new JsonObject { ["id"] = organization.Id.ToString(), ["name"] = organization.Name, ["schemaProfile"] = chosen });
        });
        return command;
    }
}
