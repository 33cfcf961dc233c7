using Gatehouse.Saml;
using Gatehouse.Server.Audit;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;

namespace Gatehouse.Server.Federation;

/// <summary>
/// What a person sees when a sign-in comes to nothing: what is so, and what to do. What an administrator needs stands in the organization's
/// audit trail, and a reference on the page leads there.
/// </summary>
sealed class FederationPages(Database database, OrganizationCache organizations, AuditLog audit, ILogger<FederationPages> log)
{
    /// <summary>Notes a refusal and says so.</summary>
    public async Task<IResult> RefuseAsync(
        HttpContext http, Language language, IdentityProvider provider, FederationException refusal, CancellationToken stop)
    {
        log.Refused(provider.Id.ToString(), refusal.Fault, refusal.Message);
        await database.WriteAsync(
            provider.Id.Organization, db => audit.AppendAsync(db, FederationEvents.Refused(http, provider, refusal.Fault, refusal.Message), stop), stop);
        await BrandAsync(http, provider.Id.Organization, stop);
        return Refusal(http, language, provider, refusal.Fault);
    }

    /// <summary>The same for what a SAML message got wrong.</summary>
    public Task<IResult> RefuseAsync(HttpContext http, Language language, IdentityProvider provider, SamlException fault, CancellationToken stop) =>
        RefuseAsync(http, language, provider, new FederationException(FaultOf(fault.Fault), fault.Message, fault), stop);

    static FederationFault FaultOf(SamlFault fault) => fault switch
    {
        SamlFault.Status => FederationFault.Denied,
        SamlFault.Unsolicited => FederationFault.Stale,
        _ => FederationFault.Untrusted,
    };

    /// <summary>Says that nothing came of it.</summary>
    public IResult Refusal(HttpContext http, Language language, IdentityProvider? provider, FederationFault fault)
    {
        PagePolicy.Default.Apply(http);
        if (provider is null)
            log.Strayed(fault);
        return new RazorComponentResult<FederationRefusalPage>(new
        {
            Language = language, Texts = FederationTexts.For(language), Branding = http.Features.Get<Branding>(), Fault = fault,
            Provider = provider?.Name, Reference = http.Features.Get<PageRequest>()?.Id,
        })
        { StatusCode = fault is FederationFault.Unreachable ? StatusCodes.Status502BadGateway : StatusCodes.Status403Forbidden };
    }

    /// <summary>Has the pages of this request look like the organization's.</summary>
    public async Task BrandAsync(HttpContext http, OrganizationId organization, CancellationToken stop)
    {
        if (http.Features.Get<Branding>() is null && OrganizationBranding.Of(await organizations.GetAsync(organization, stop)) is { } branding)
            http.Features.Set(branding);
    }
}

static partial class FederationLog
{
    [LoggerMessage(1801, LogLevel.Warning, "A sign-in by federation {Federation} was refused as {Fault}: {Reason}")]
    public static partial void Refused(this ILogger log, string federation, FederationFault fault, string reason);

    [LoggerMessage(1802, LogLevel.Information, "A sign-in by a federation came back without one that is under way: {Fault}")]
    public static partial void Strayed(this ILogger log, FederationFault fault);

    [LoggerMessage(1803, LogLevel.Warning, "The metadata of federation {Federation} could not be fetched: {Reason}")]
    public static partial void MetadataUnreachable(this ILogger log, string federation, string reason);

    [LoggerMessage(1804, LogLevel.Information, "Federation {Federation} has new metadata")]
    public static partial void MetadataChanged(this ILogger log, string federation);

    [LoggerMessage(1805, LogLevel.Warning, "The round over {What} waits for the database")]
    public static partial void RoundWaits(this ILogger log, string what, Exception problem);

    [LoggerMessage(1806, LogLevel.Warning, "The proof of a domain is missing in the DNS: {Domain} of {Organization}")]
    public static partial void ProofMissing(this ILogger log, string domain, string organization);
}
