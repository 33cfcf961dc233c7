using System.Globalization;
using System.Text.Json.Nodes;

using Gatehouse.Saml.Metadata;
using Gatehouse.Server.Audit;
using Gatehouse.Server.Federation.Saml;
using Gatehouse.Server.Findings;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Federation;

/// <summary>Watches what ends by itself and would lock everybody out at once: signing certificates, client secrets; and metadata that do not come.</summary>
sealed class ProviderWatch(IdentityProviders providers, FindingRegister findings, AuditLog audit, TimeProvider clock)
{
    /// <summary>How many days before the end it is said, and said again.</summary>
    static readonly int[] DaysBefore = [60, 30, 14, 7, 3, 1];

    public async Task UnreachableAsync(DbScope db, IdentityProvider provider, string reason, CancellationToken stop) => await findings.RaiseAsync(
        db, FindingKinds.MetadataUnreachable, provider.Id.ToString(), new JsonObject { ["federation"] = provider.Name, ["reason"] = reason }, stop);

    public Task ReachableAsync(DbScope db, IdentityProvider provider, CancellationToken stop) =>
        findings.ResolveAsync(db, FindingKinds.MetadataUnreachable, provider.Id.ToString(), stop);

    /// <summary>Keeps new metadata, and says in the trail whose signatures count from now on.</summary>
    public async Task ChangedAsync(DbScope db, IdentityProvider provider, IdentityProviderMetadata metadata, CancellationToken stop)
    {
        await providers.SaveMetadataAsync(db, provider.IdentityProviderId, provider.Metadata!, stop); // It has just been fetched.
        await audit.AppendAsync(db, new AuditEvent
        {
            ActorKind = "system", ActorId = "metadata-refresh", Action = "federation.metadata-changed", TargetType = "federation", TargetId = provider.Id.ToString(),
            Details = FederationEvents.Text(new JsonObject
            {
                ["certificates"] = new JsonArray([.. metadata.Certificates.Select(static one => JsonValue.Create(one.Thumbprint))]),
            }),
        }, stop);
    }

    /// <summary>Looks at what ends, once a day.</summary>
    public async Task LookAsync(DbScope db, IdentityProvider provider, CancellationToken stop)
    {
        if (provider.State is not (IdentityProvider.Active or IdentityProvider.Testing))
            return;

        // While two are there, people get in by either; the last one to end is the one that matters.
        var certificateEnds = provider.Protocol == IdentityProvider.Saml && provider.Metadata is not null
            ? SamlConnections.MetadataOf(provider).Certificates.Max(static one => one.NotAfter).ToUniversalTime()
            : (DateTimeOffset?)null;
        await JudgeAsync(db, FindingKinds.CertificateEnds, provider, certificateEnds, stop);
        await JudgeAsync(db, FindingKinds.SecretEnds, provider, provider.Settings.Oidc?.SecretEndsAt, stop);
    }

    async Task JudgeAsync(DbScope db, string kind, IdentityProvider provider, DateTimeOffset? endsAt, CancellationToken stop)
    {
        var days = endsAt is { } end ? (end - clock.GetUtcNow()).TotalDays : double.MaxValue;
        var step = DaysBefore.Where(before => days <= before).DefaultIfEmpty(0).Min();
        if (step == 0)
        {
            await findings.ResolveAsync(db, kind, provider.Id.ToString(), stop);
            return;
        }

        // Each step is a finding of its own, so that each is mailed.
        var text = endsAt!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture); // There are days until then.
        var open = (await findings.FindOpenAsync(db, kind, provider.Id.ToString(), stop))?.Details;
        var details = new JsonObject { ["federation"] = provider.Name, ["endsAt"] = text, ["daysBefore"] = step };
        if (open is not null && JsonNode.Parse(open)?["daysBefore"]?.GetValue<int>() == step)
            return;

        await findings.ResolveAsync(db, kind, provider.Id.ToString(), stop);
        await findings.RaiseAsync(db, kind, provider.Id.ToString(), details, stop);
    }
}
