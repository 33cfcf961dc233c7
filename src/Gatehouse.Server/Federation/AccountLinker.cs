using System.Text.Json.Nodes;

using Gatehouse.Scim.Resources;
using Gatehouse.Server.Audit;
using Gatehouse.Server.Clients;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Findings;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Federation;

/// <summary>Finds, links and creates the users whom identity providers vouch for. What is done follows <see cref="LinkDecision"/> alone.</summary>
sealed class AccountLinker(
    Users users, DeletedUsers deleted, FederatedIdentities identities, IdentityProviders providers, EmailDomains domains, VerifiedAddresses verified,
    SchemaCatalogs schemas, ClientRegister clients, FindingRegister findings, AccountReset reset, AuditLog audit)
{
    /// <summary>Who created such a user, as SCIM shows it.</summary>
    public const string Origin = "jit";

    const int MostCandidates = 10;

    /// <summary>What the organization knows of somebody.</summary>
    public async Task<KnownAccounts> KnowAsync(DbScope db, IdentityProvider by, ExternalIdentity who, CancellationToken stop)
    {
        var (provider, isGone) = (by.IdentityProviderId, false);
        if (await identities.FindAsync(db, provider, who.Subject, stop) is { } link)
        {
            if (await users.FindAsync(db, new UserId(link.UserId), stop) is { } linked)
                return new() { Linked = await AccountOfAsync(db, provider, who, linked.User, stop) };
            isGone = true;
        }

        var byAddress = who.Address is null ? [] : await users.FindByAddressAsync(db, who.Address, MostCandidates, stop);
        var own = byAddress.Where(one => IsSignInAddress(db, one, who.Address!)).ToList();
        var named = own.Where(one => MailAddress.Canonical(UserNameOf(one)) == who.Address).ToList();
        return new()
        {
            IsLinkedUserGone = isGone,
            ByExternalId = await AccountsOfAsync(db, provider, who, await users.FindByExternalIdAsync(db, who.Subject, MostCandidates, stop), stop),
            ByAddress = await AccountsOfAsync(db, provider, who, named.Count > 0 ? named : own, stop),
            IsDomainProven = who.Address is not null && await IsProvenAsync(db, provider, EmailDomains.OfAddress(who.Address), stop),
            WasDeleted = await deleted.AnyAsync(db, who.Address ?? "", by.Settings.LinksByExternalId ? who.Subject : null, stop),
        };
    }

    static bool IsSignInAddress(DbScope db, StoredUser user, string address) =>
        new Account(db.Organization, new UserId(user.UserId), user.Read()).Address == address || MailAddress.Canonical(UserNameOf(user)) == address;

    static string? UserNameOf(StoredUser user) => user.Read()["userName"].AsText;

    async Task<bool> IsProvenAsync(DbScope db, Guid provider, string domain, CancellationToken stop) =>
        (await domains.FindAsync(db, domain, stop))?.IsVerified == true && (await providers.DomainsOfAsync(db, provider, stop)).Contains(domain);

    async Task<IReadOnlyList<KnownAccount>> AccountsOfAsync(DbScope db, Guid provider, ExternalIdentity who, IEnumerable<StoredUser> found, CancellationToken stop)
    {
        var accounts = new List<KnownAccount>();
        foreach (var one in found)
            accounts.Add(await AccountOfAsync(db, provider, who, one, stop));
        return accounts;
    }

    async Task<KnownAccount> AccountOfAsync(DbScope db, Guid provider, ExternalIdentity who, StoredUser user, CancellationToken stop)
    {
        var (id, resource) = (new UserId(user.UserId), user.Read());
        return new()
        {
            User = id, IsActive = resource["active"].AsBoolean == true, IsProvisioned = user.ProvisionedBy is not null,
            // Who came by a federation of this organization came with an address that the organization vouches for.
            IsAddressProven = user.Origin == Origin || await verified.IsVerifiedAsync(db, id, who.Address, stop),
            // A link of this very subject, made since it was looked for, is found again by the unique violation that it causes.
            IsSomebodyElse = (await identities.ListAsync(db, id, stop)).Any(one => one.IdentityProviderId == provider && one.Subject != who.Subject),
            ExternalId = resource["externalId"].AsText,
        };
    }

    /// <summary>Does what was decided, in the transaction of the sign-in.</summary>
    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="by">Who vouches.</param>
    /// <param name="who">For whom.</param>
    /// <param name="decision">Neither a refusal nor a question.</param>
    /// <param name="happened">Where it happened.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>Who signs in.</returns>
    /// <exception cref="UniqueViolationException">From here or from the commit: somebody else has just done the same; decide again.</exception>
    public async Task<UserId> ApplyAsync(DbScope db, IdentityProvider by, ExternalIdentity who, LinkDecision decision, AuditEvent happened, CancellationToken stop)
    {
        switch (decision)
        {
            case { Action: LinkAction.UseLink, User: { } user }:
                await identities.UseAsync(db, by.IdentityProviderId, who.Subject, stop);
                await FollowNamesAsync(db, by, who, user, happened, stop);
                return user;

            case { Action: LinkAction.LinkByExternalId, User: { } user }:
                await LinkAsync(db, by, who, user, LinkedBy.ExternalId, happened, stop);
                return user;

            case { Action: LinkAction.LinkByAddress, User: { } user }:
                await LinkAsync(db, by, who, user, LinkedBy.Address, happened, stop);
                await verified.NoteAsync(db, user, who.Address!, stop); // By its address, so there is one.
                return user;

            case { Action: LinkAction.Create }:
                return await CreateAsync(db, by, who, happened, stop);

            default:
                throw new InvalidOperationException($"{decision.Action} lets nobody in.");
        }
    }

    /// <summary>Makes a subject and a user one. Whatever somebody else may have prepared in the account is gone with it (S64).</summary>
    public async Task LinkAsync(DbScope db, IdentityProvider by, ExternalIdentity who, UserId user, string linkedBy, AuditEvent happened, CancellationToken stop)
    {
        await identities.AddAsync(db, by.IdentityProviderId, who.Subject, user, linkedBy, stop);
        await reset.ResetAsync(db, user, stop);
        await audit.AppendAsync(db, happened with
        {
            Action = "federation.linked", TargetType = "user", TargetId = user.ToString(), Details = DetailsOf(by, who, ("by", linkedBy)),
        }, stop);
    }

    async Task<UserId> CreateAsync(DbScope db, IdentityProvider by, ExternalIdentity who, AuditEvent happened, CancellationToken stop)
    {
        var resource = LocalUser.Of(who.Address!, NameOf(who));
        if ((who.FirstName ?? who.LastName) is not null)
            resource["name"] = NamesOf(who);
        var type = (await schemas.GetAsync(db.Organization, stop)).ResourceTypes[0];
        var stored = await users.InsertAsync(db, UserRow.From(ResourceReader.Read(resource, type)), Origin, provisionedBy: null, stop);
        var user = new UserId(stored.UserId);
        await identities.AddAsync(db, by.IdentityProviderId, who.Subject, user, LinkedBy.Creation, stop);
        await verified.NoteAsync(db, user, who.Address!, stop);
        await audit.AppendAsync(db, happened with
        {
            Action = "user.created", TargetType = "user", TargetId = user.ToString(), Details = DetailsOf(by, who, ("origin", Origin)),
        }, stop);

        if ((await clients.ListAsync(db, stop)).Any(static client => client.State == "active"))
            await findings.RaiseAsync(db, FindingKinds.SignedInBeforeProvisioning, user.ToString(), new JsonObject
            {
                ["address"] = who.Address, ["federation"] = by.Name,
            }, stop);
        return user;
    }

    /// <summary>What provisioning owns, provisioning alone changes.</summary>
    async Task FollowNamesAsync(DbScope db, IdentityProvider by, ExternalIdentity who, UserId user, AuditEvent happened, CancellationToken stop)
    {
        if (!by.Settings.UpdatesUsers || await users.FindForUpdateAsync(db, user, stop) is not { User: { ProvisionedBy: null } stored })
            return;

        var resource = stored.Read();
        if (NameOf(who) is { } name)
            resource["displayName"] = name;
        if ((who.FirstName ?? who.LastName) is not null)
            resource["name"] = NamesOf(who);
        var row = UserRow.From(resource);
        if (row.Resource == stored.Resource)
            return;

        await users.UpdateAsync(db, stored, row, provisionedBy: null, stop);
        await audit.AppendAsync(db, happened with { Action = "user.updated", TargetType = "user", TargetId = user.ToString(), Details = DetailsOf(by, who) }, stop);
    }

    static string? NameOf(ExternalIdentity who) => who.PreferredName ?? $"{who.FirstName} {who.LastName}".Trim() switch { "" => null, var both => both };

    static ScimObject NamesOf(ExternalIdentity who)
    {
        var names = new ScimObject();
        if (who.FirstName is not null)
            names["givenName"] = who.FirstName;
        if (who.LastName is not null)
            names["familyName"] = who.LastName;
        return names;
    }

    static string DetailsOf(IdentityProvider by, ExternalIdentity who, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var details = new JsonObject { ["federation"] = by.Id.ToString(), ["subject"] = who.Subject };
        foreach (var (name, value) in more)
            details[name] = value;
        return FederationEvents.Text(details);
    }
}
