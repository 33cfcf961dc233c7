using System.Text.Json.Nodes;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Federation;
using Gatehouse.Server.Federation.Oidc;
using Gatehouse.Server.Federation.Saml;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Console;

/// <summary>Puts together what the page of an identity provider shows.</summary>
sealed class FederationDetails(
    IdentityProviders providers, EmailDomains domains, SamlConnections saml, TrialLinks trials, AuditLog audit, GatehouseOptions options)
{
    public async Task<FederationDetail> ReadAsync(
        DbScope db, IdentityProvider provider, FederationConsoleTexts texts, Language language, int mostRefusals, CancellationToken stop)
    {
        var refusals = await audit.ListOfFederationAsync(db, provider.Id.ToString(), "federation.refused", mostRefusals, stop);
        return new()
        {
            Path = ConsolePaths.Of(provider.Id), Id = provider.Id.ToString(), Name = provider.Name, State = provider.State,
            Provider = provider.Settings.Oidc?.Issuer ?? (provider.Metadata is null ? null : SamlConnections.MetadataOf(provider).EntityId),
            Values = provider.Protocol == IdentityProvider.Saml ? OfSaml(provider, texts) : OfOidc(provider, texts), Domains = await DomainsAsync(db, provider, stop),
            Facts = FactsOf(provider, texts, language), Refusals = [.. refusals.Select(RefusalOf)],
            TrialPath = provider.CanBeTried ? $"/federation/try/{trials.New(provider.Id)}" : null,
        };
    }

    /// <summary>The domains that an identity provider speaks for.</summary>
    public async Task<IReadOnlyList<FederationDomain>> DomainsAsync(DbScope db, IdentityProvider provider, CancellationToken stop)
    {
        var shown = new List<FederationDomain>();
        foreach (var name in await providers.DomainsOfAsync(db, provider.IdentityProviderId, stop))
        {
            if (await domains.FindAsync(db, name, stop) is { } domain)
                shown.Add(new(domain.Name, domain.IsVerified, domain.RecordName, domain.Challenge));
        }

        return shown;
    }

    List<FederationValue> OfSaml(IdentityProvider provider, FederationConsoleTexts texts) =>
    [
        new("entity-id", texts.EntityId, saml.EntityIdOf(provider.Id)), new("consumer", texts.ConsumerUrl, saml.ConsumerUrlOf(provider.Id)),
        new("metadata", texts.MetadataUrl, saml.MetadataUrlOf(provider.Id)), new("logout", texts.LogoutUrl, saml.LogoutUrlOf(provider.Id)),
    ];

    List<FederationValue> OfOidc(IdentityProvider provider, FederationConsoleTexts texts)
    {
        var root = options.PublicUrl.AbsoluteUri.TrimEnd('/');
        List<FederationValue> values =
        [
            new("redirect", texts.RedirectUri, UpstreamRegistrations.CallbackUrl(root)),
            new("signed-out", texts.SignedOutUri, UpstreamRegistrations.SignedOutUrl(options.PublicUrl).AbsoluteUri),
        ];
        if (provider.Settings.Oidc?.UsesKey == true)
            values.Add(new("keys", texts.KeysUri, $"{root}/federation/{provider.Id}/jwks.json"));
        return values;
    }

    static List<(string, string)> FactsOf(IdentityProvider provider, FederationConsoleTexts texts, Language language)
    {
        string Word(bool isOn) => isOn ? texts.On : texts.Off;
        var settings = provider.Settings;
        List<(string, string)> facts =
        [
            (texts.Creates, Word(settings.CreatesUsers)), (texts.Updates, Word(settings.UpdatesUsers)), (texts.LinksById, Word(settings.LinksByExternalId)),
            (texts.LinksByAddress, Word(settings.LinksByAddress)), (texts.TrustsFactor, Word(settings.TrustsSecondFactor)),
            (texts.Claims, $"userId={settings.Claims.UserId}, email={settings.Claims.Email}"),
        ];
        if (settings.Oidc?.SecretEndsAt is { } secretEnds)
            facts.Add((texts.SecretEnds, secretEnds.ToString("d", language.Culture)));
        if (provider.Metadata is not null)
            facts.Add((texts.CertificateEnds, string.Join(", ", SamlConnections.MetadataOf(provider).Certificates.Select(one => one.NotAfter.ToString("d", language.Culture)))));
        return facts;
    }

    static RefusalLine RefusalOf(StoredAuditEvent happened)
    {
        var details = happened.Details is { } json ? JsonNode.Parse(json) : null;
        return new(happened.OccurredAt, (string?)details?["fault"] ?? "", (string?)details?["reason"], (string?)details?["address"]);
    }
}
