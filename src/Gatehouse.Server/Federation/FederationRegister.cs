using System.Net;
using System.Text.Json.Nodes;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Findings;
using Gatehouse.Server.Http;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Federation;

/// <summary>What is set for a federation, whichever its protocol.</summary>
sealed record FederationInput
{
    public required string Name { get; init; }

    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary><see cref="IdentityProvider.Active"/>, or <see cref="IdentityProvider.Testing"/> to try it first.</summary>
    public string State { get; init; } = IdentityProvider.Active;

    public required ProviderSettings Settings { get; init; }

    public string? ClientSecret { get; init; }

    public string? Metadata { get; init; }
}

/// <summary>What cannot be set so. The message says what to do.</summary>
sealed class FederationInputException(string message) : Exception(message);

/// <summary>What administrators do with federations: reserve, add, exchange, turn on and off. Each is one transaction with its audit event.</summary>
sealed class FederationRegister(IdentityProviders providers, EmailDomains domains, FindingRegister findings, OutboundAddresses outbound, AuditLog audit, TimeProvider clock)
{
    const int LongestName = 100;

    /// <summary>Issuers that are Microsoft's for anybody: whose word it is then differs from token to token (S46).</summary>
    static readonly string[] SharedTenants = ["common", "organizations", "consumers"];

    static readonly string[] MicrosoftHosts =
    [
        "login.microsoftonline.com", "login.windows.net", "sts.windows.net", "login.microsoftonline.us", "login.partner.microsoftonline.cn",
    ];

    /// <summary>Gives a federation its addresses before anything is known about the identity provider.</summary>
    public async Task<IdentityProvider> ReserveAsync(DbScope db, string name, Uri publicUrl, AuditEvent happened, CancellationToken stop)
    {
        var id = FederationId.New(db.Organization, clock);
        var (key, certificate) = FederationKeys.New(id, publicUrl, clock);
        var provider = new IdentityProvider
        {
            OrganizationId = db.Organization.Value, IdentityProviderId = id.Value, Protocol = IdentityProvider.Saml, Name = CheckedName(name),
            State = IdentityProvider.Reserved, Settings = new() { Claims = ClaimNames.OfSaml, Saml = new() }, SealedKey = providers.SealKey(id, key),
            Certificate = certificate, Version = 1, CreatedAt = clock.GetUtcNow(),
        };
        await providers.AddAsync(db, provider, refreshAt: null, stop);
        await NoteAsync(db, provider, "federation.reserved", happened, stop);
        return provider;
    }

    /// <summary>Adds a federation, or fills one that was reserved.</summary>
    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="reserved">One that was reserved, or null.</param>
    /// <param name="input">What is set.</param>
    /// <param name="publicUrl">Where people reach us.</param>
    /// <param name="happened">Who does it.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="FederationInputException">It cannot be set so.</exception>
    public async Task<IdentityProvider> AddAsync(
        DbScope db, FederationId? reserved, FederationInput input, Uri publicUrl, AuditEvent happened, CancellationToken stop)
    {
        Check(input);
        var before = reserved is { } known ? await FindReservedAsync(db, known, stop) : null;
        var id = before?.Id ?? FederationId.New(db.Organization, clock);
        var (key, certificate) = before is { SealedKey: { } sealedKey, Certificate: { } own } ? (sealedKey, own) : NewKey(id, input, publicUrl);
        var provider = new IdentityProvider
        {
            OrganizationId = db.Organization.Value, IdentityProviderId = id.Value, Name = CheckedName(input.Name), State = input.State,
            Protocol = input.Settings.Saml is null ? IdentityProvider.Oidc : IdentityProvider.Saml, Settings = input.Settings,
            SealedSecret = input.ClientSecret is null ? null : providers.SealSecret(id, input.ClientSecret), SealedKey = key, Certificate = certificate,
            Metadata = input.Metadata, Version = before?.Version ?? 1, CreatedAt = before?.CreatedAt ?? clock.GetUtcNow(),
        };

        var refreshAt = clock.GetUtcNow() + FederationRounds.Daily;
        if (before is null)
            await providers.AddAsync(db, provider, refreshAt, stop);
        else if (!await providers.SaveAsync(db, provider, refreshAt, stop))
            throw new FederationInputException("Somebody else has just changed this federation. Try again.");
        foreach (var domain in input.Domains)
        {
            if (!await providers.AddDomainAsync(db, id.Value, domain, stop))
                throw new FederationInputException($"The domain '{domain}' belongs to another organization. Nothing was added.");
        }

        await NoteAsync(db, provider, "federation.added", happened, stop);
        return provider;
    }

    /// <summary>A federation that was reserved.</summary>
    /// <exception cref="FederationInputException">There is none of this id.</exception>
    public async Task<IdentityProvider> FindReservedAsync(DbScope db, FederationId id, CancellationToken stop) =>
        id.Organization == db.Organization && await providers.FindAsync(db, id.Value, stop) is { State: IdentityProvider.Reserved } found
            ? found
            : throw new FederationInputException($"There is no reserved federation '{id}' in this organization. See 'gatehouse federations list'.");

    (byte[]? Key, byte[]? Certificate) NewKey(FederationId id, FederationInput input, Uri publicUrl)
    {
        if (input.Settings.Saml is null && input.Settings.Oidc is { UsesKey: false })
            return (null, null);

        var (key, certificate) = FederationKeys.New(id, publicUrl, clock);
        return (providers.SealKey(id, key), certificate);
    }

    /// <summary>Changes what is set for a federation. Who its identity provider is never changes: people's ids are only its own.</summary>
    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="id">Which one.</param>
    /// <param name="change">What it is afterwards.</param>
    /// <param name="more">Domains that it speaks for besides.</param>
    /// <param name="fewer">Domains that it speaks for no longer.</param>
    /// <param name="happened">Who does it.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="FederationInputException">It cannot be set so.</exception>
    public async Task<IdentityProvider> UpdateAsync(
        DbScope db, FederationId id, Func<IdentityProvider, IdentityProvider> change, IReadOnlyList<string> more, IReadOnlyList<string> fewer, AuditEvent happened,
        CancellationToken stop)
    {
        if (await providers.FindAsync(db, id.Value, stop) is not { } before || before.State == IdentityProvider.Reserved)
            throw new FederationInputException($"There is no federation '{id}' that could be changed. See 'gatehouse federations list'.");

        var after = change(before);
        after = after with { Name = CheckedName(after.Name) };
        Check(new() { Name = after.Name, Domains = more, Settings = after.Settings, ClientSecret = "unchanged" });
        if (!await providers.SaveAsync(db, after, clock.GetUtcNow(), stop))
            throw new FederationInputException("Somebody else has just changed this federation. Try again.");
        foreach (var domain in more)
        {
            if (!await providers.AddDomainAsync(db, id.Value, domain, stop))
                throw new FederationInputException($"The domain '{domain}' belongs to another organization. Nothing was changed.");
        }

        foreach (var domain in fewer)
            await providers.RemoveDomainAsync(db, id.Value, domain, stop);
        await NoteAsync(db, after, "federation.changed", happened, stop);
        return after;
    }

    /// <summary>Exchanges a client secret.</summary>
    public async Task SetSecretAsync(DbScope db, FederationId id, string secret, DateTimeOffset? endsAt, AuditEvent happened, CancellationToken stop)
    {
        if (await providers.FindAsync(db, id.Value, stop) is not { Settings.Oidc: { UsesKey: false } oidc } provider)
            throw new FederationInputException("This federation has no client secret.");

        var changed = provider with
        {
            SealedSecret = providers.SealSecret(id, CheckedSecret(secret)), Settings = provider.Settings with { Oidc = oidc with { SecretEndsAt = endsAt } },
        };
        if (!await providers.SaveAsync(db, changed, clock.GetUtcNow(), stop))
            throw new FederationInputException("Somebody else has just changed this federation. Try again.");
        await NoteAsync(db, changed, "federation.secret-changed", happened, stop);
    }

    /// <summary>Turns a federation on or off.</summary>
    public async Task SetStateAsync(DbScope db, FederationId id, string state, AuditEvent happened, CancellationToken stop)
    {
        if (await providers.FindAsync(db, id.Value, stop) is not { } provider)
            throw new FederationInputException($"There is no federation '{id}'. See 'gatehouse federations list'.");
        if (provider.State == IdentityProvider.Reserved)
            throw new FederationInputException("This federation is reserved only. Fill it with 'gatehouse federations add-saml --federation ID' first.");

        await providers.SetStateAsync(db, id.Value, state, stop);
        await NoteAsync(db, provider, state == IdentityProvider.Disabled ? "federation.disabled" : "federation.enabled", happened, stop);
    }

    /// <summary>Notes who owns a domain, by an operator's word or the DNS's.</summary>
    /// <returns>False when the organization has not claimed it.</returns>
    public async Task<bool> VerifyDomainAsync(DbScope db, string domain, string proof, AuditEvent happened, CancellationToken stop)
    {
        if (await domains.FindAsync(db, domain, stop) is not { } claimed)
            return false;

        await domains.VerifyAsync(db, claimed.Name, proof, stop);
        await findings.ResolveAsync(db, FindingKinds.DomainProofLost, claimed.Name, stop);
        await audit.AppendAsync(db, happened with
        {
            Action = "domain.verified", TargetType = "domain", TargetId = claimed.Name, Details = FederationEvents.Text(new JsonObject { ["by"] = proof }),
        }, stop);
        return true;
    }

    Task NoteAsync(DbScope db, IdentityProvider provider, string action, AuditEvent happened, CancellationToken stop) => audit.AppendAsync(db, happened with
    {
        Action = action, TargetType = "federation", TargetId = provider.Id.ToString(),
        Details = FederationEvents.Text(new JsonObject { ["name"] = provider.Name, ["protocol"] = provider.Protocol, ["state"] = provider.State }),
    }, stop);

    void Check(FederationInput input)
    {
        if (input.Domains.FirstOrDefault(static domain => !EmailDomains.IsClaimable(domain)) is { } bad)
            throw new FederationInputException(EmailDomains.Refusal(bad));
        if (input.Settings.Oidc is { } oidc)
            CheckOidc(oidc, input.ClientSecret);
    }

    void CheckOidc(OidcSettings oidc, string? secret)
    {
        CheckedUrl(oidc.Issuer, "issuer");
        if (oidc.ClientId.Length is 0 or > 500 || oidc.ClientId.Any(char.IsControl))
            throw new FederationInputException("The client ID has 1 to 500 characters, on one line.");
        if (!oidc.Scopes.Contains("openid"))
            throw new FederationInputException("The scopes have to hold 'openid'.");
        if (!oidc.UsesKey)
            CheckedSecret(secret);
        if (IsMicrosofts(oidc.Issuer) && SharedTenants.Contains(TenantOf(oidc.Issuer)))
            throw new FederationInputException("This issuer is every tenant's. Use your own: https://login.microsoftonline.com/{tenant id}/v2.0, from Microsoft Entra ID, Overview, Tenant ID.");
    }

    static string CheckedSecret(string? secret) => secret is { Length: > 0 and <= 2_000 } && !secret.Any(char.IsControl)
        ? secret
        : throw new FederationInputException("The client secret has 1 to 2,000 characters, on one line.");

    static string CheckedName(string name) => name.Trim() is { Length: > 0 and <= LongestName } trimmed && !trimmed.Any(char.IsControl)
        ? trimmed
        : throw new FederationInputException($"The name has 1 to {LongestName} characters, on one line.");

    /// <summary>An address that we fetch from: https, or http where the operator allows it.</summary>
    /// <exception cref="FederationInputException">It is none.</exception>
    public void CheckedUrl(string text, string what)
    {
        var isUrl = Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url.UserInfo.Length == 0 && url.Fragment.Length == 0
            && (what != "issuer" || url.Query.Length == 0) && text.Length <= 1_000;
        if (!isUrl || (url!.Scheme == "http" && !(IPAddress.TryParse(url.Host, out var address) && outbound.IsNamed(address)))) // It is one, or was refused.
            throw new FederationInputException($"The {what} '{ClaimReader.Line(text, 200)}' has to be an https address without a name, a fragment{(what == "issuer" ? ", a query" : "")}. Http is for networks in Outbound:AllowedNetworks only.");
    }

    public static bool IsMicrosofts(string issuer) => Uri.TryCreate(issuer, UriKind.Absolute, out var url) && MicrosoftHosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase);

    /// <summary>The tenant in an issuer of Microsoft Entra ID: the first part of its path.</summary>
    public static string? TenantOf(string issuer) => Uri.TryCreate(issuer, UriKind.Absolute, out var url)
        ? url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()?.ToLowerInvariant()
        : null;
}
