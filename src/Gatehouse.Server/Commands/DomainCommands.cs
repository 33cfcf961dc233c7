using System.CommandLine;
using System.Text.Json.Nodes;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Federation;
using Gatehouse.Server.Federation.Domains;
using Gatehouse.Server.Organizations;

namespace Gatehouse.Server.Commands;

/// <summary>gatehouse domains …: which e-mail domains an organization owns, and how that is known.</summary>
static class DomainCommands
{
    public static Command Create() => new("domains", "Claim and prove organizations' e-mail domains") { CreateAdd(), CreateList(), CreateCheck(), CreateVerify(), CreateEnforce() };

    /// <summary>A domain as answers show it.</summary>
    public static JsonObject Shown(EmailDomain domain) => new()
    {
        ["domain"] = domain.Name, ["verified"] = domain.IsVerified, ["proof"] = domain.Proof, ["federated"] = domain.IsFederated, ["enforced"] = domain.IsEnforced,
        ["dnsName"] = domain.RecordName, ["dnsText"] = domain.Challenge,
    };

    static Command CreateAdd() => CreateOne("add", "Claim a domain; what has to be in the DNS is answered", async (context, owner, domain, stop) =>
    {
        if (!EmailDomains.IsClaimable(domain))
            throw new CommandException(EmailDomains.Refusal(domain));

        await context.Database.WriteAsync(owner, async db =>
        {
            var claim = await context.Get<EmailDomains>().ClaimAsync(db, domain, stop);
            if (claim == DomainClaim.Taken)
                throw new CommandException($"The domain '{domain}' belongs to another organization.");
            if (claim == DomainClaim.Claimed)
                await context.Get<AuditLog>().AppendAsync(db, OperatorEvents.Of("domain.claimed", "domain", domain), stop);
        }, stop);
        return "Have the owner of the domain enter dnsText as a TXT record of dnsName. Then: gatehouse domains check";
    });

    static Command CreateCheck() => CreateOne("check", "Look for the proof in the DNS", async (context, owner, domain, stop) =>
    {
        var claimed = await context.Database.ReadAsync(owner, db => context.Get<EmailDomains>().FindAsync(db, domain, stop), stop) ?? throw NotClaimed(domain);
        var found = await context.Get<DomainProofs>().LookAsync(claimed, stop);
        if (found != DomainProof.Found)
            throw new CommandException(found == DomainProof.Unknown
                ? "No name server answers. Try again later, or name others in Domains:DnsServers."
                : $"The TXT record is not there yet: {claimed.RecordName} has to say {claimed.Challenge}. New records may take an hour to be seen everywhere.");

        await VerifyAsync(context, owner, domain, EmailDomain.ByDns, stop);
        return null;
    });

    static Command CreateVerify() => CreateOne("verify", "Say that the organization owns a domain: your word instead of the DNS", async (context, owner, domain, stop) =>
    {
        await VerifyAsync(context, owner, domain, EmailDomain.ByOperator, stop);
        return null;
    });

    static Task VerifyAsync(CommandContext context, Storage.OrganizationId owner, string domain, string proof, CancellationToken stop) =>
        context.Database.WriteAsync(owner, async db =>
        {
            if (!await context.Get<FederationRegister>().VerifyDomainAsync(db, domain, proof, OperatorEvents.Of("domain.verified", "domain", domain), stop))
                throw NotClaimed(domain);
        }, stop);

    static Command CreateEnforce()
    {
        var isOff = new Option<bool>("--off") { Description = "Let passwords of its people work again" };
        var command = CreateOne("enforce", "Let people of a domain sign in at their identity provider only, except emergency accounts", async (context, owner, domain, parsed, stop) =>
        {
            var isEnforced = !parsed.GetValue(isOff);
            await context.Database.WriteAsync(owner, async db =>
            {
                if (isEnforced && await context.Get<EmailDomains>().FindAsync(db, domain, stop) is { Routes: false })
                    throw new CommandException("Nobody could sign in any more: the domain is not verified, or no federation on duty speaks for it. See 'gatehouse domains list'.");
                if (!await context.Get<EmailDomains>().SetEnforcedAsync(db, domain, isEnforced, stop))
                    throw NotClaimed(domain);

                await context.Get<AuditLog>().AppendAsync(db, OperatorEvents.Of(isEnforced ? "domain.enforced" : "domain.released", "domain", domain), stop);
            }, stop);
            return isEnforced ? "Name who may still use a password in an emergency: gatehouse users emergency USER --organization ID" : null;
        });
        command.Add(isOff);
        return command;
    }

    static Command CreateList()
    {
        var organization = CommonOptions.Organization();
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("list", "List an organization's domains") { organization, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var domains = await context.Database.ReadAsync(owner.Id, db => context.Get<EmailDomains>().ListAsync(db, stop), stop);
            context.WriteList("domains", [.. domains.Select(Shown)], "There are none yet. Claim one: gatehouse domains add DOMAIN --organization ID");
        });
        return command;
    }

    static Command CreateOne(string name, string description, Func<CommandContext, Storage.OrganizationId, string, CancellationToken, Task<string?>> work) =>
        CreateOne(name, description, (context, owner, domain, _, stop) => work(context, owner, domain, stop));

    /// <summary>A command about one domain, which answers with the domain as it is then.</summary>
    static Command CreateOne(string name, string description, Func<CommandContext, Storage.OrganizationId, string, ParseResult, CancellationToken, Task<string?>> work)
    {
        var organization = CommonOptions.Organization();
        var domain = new Argument<string>("DOMAIN") { Description = "The domain" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command(name, description) { organization, domain, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var text = parsed.GetRequiredValue(domain).Trim().ToLowerInvariant();
            var advice = await work(context, owner.Id, text, parsed, stop);
            var found = await context.Database.ReadAsync(owner.Id, db => context.Get<EmailDomains>().FindAsync(db, text, stop), stop) ?? throw NotClaimed(text);
            context.Write(Shown(found), advice);
        });
        return command;
    }

    static CommandException NotClaimed(string domain) => new($"The organization has not claimed '{domain}'. See 'gatehouse domains list', or claim it with 'gatehouse domains add'.");
}
