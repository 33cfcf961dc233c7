using System.Text;

using Gatehouse.Saml;
using Gatehouse.Saml.Validation;
using Gatehouse.Server.Keys;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Federation.Saml;

/// <summary>/idps/{federation}/saml: our metadata in a federation, and where its identity provider posts what it says of somebody.</summary>
static class SamlEndpoints
{
    /// <summary>What instructions have administrators enter while the federation does not exist yet.</summary>
    static readonly string[] Placeholders = ["dummy", "placeholder"];

    /// <summary>A response of 256 kB in base64, and the RelayState.</summary>
    const int LargestForm = 400_000;

    public static void MapSaml(this IEndpointRouteBuilder routes)
    {
        var saml = routes.MapGroup("/idps/{federation}/saml").AllowAnonymous();
        saml.MapGet("/metadata", GetMetadata);

        // The form is another site's by nature: what protects it is the request it answers, which only this browser knows.
        saml.MapPost("/acs", Consume).DisableAntiforgery();
        saml.MapGet("/logout", SignedOut);
    }

    static async Task<IResult> GetMetadata(Database database, IdentityProviders providers, SamlConnections connections, string federation, CancellationToken stop)
    {
        if (Placeholders.Contains(federation))
            return Xml(connections.OwnMetadata(federation, null, signsRequests: false));

        return await FindAsync(database, providers, federation, stop) is { } provider
            ? Xml(connections.OwnMetadata(federation, provider.Certificate, SamlConnections.SignsRequests(provider)))
            : Results.NotFound();
    }

    static IResult Xml(string document) => Results.Text(document, "application/samlmetadata+xml", Encoding.UTF8);

    static async Task<IdentityProvider?> FindAsync(Database database, IdentityProviders providers, string federation, CancellationToken stop) =>
        FederationId.TryParse(federation, out var id)
            && await database.ReadAsync(id.Organization, db => providers.FindAsync(db, id.Value, stop), stop) is { Protocol: IdentityProvider.Saml } provider
            ? provider
            : null;

    static async Task<IResult> Consume(
        HttpContext http, Language language, Database database, IdentityProviders providers, SamlConnections connections, MetadataRefreshes refreshes,
        FederationCookies cookies, FederationPages pages, Trials trials, SpentTickets spent, string federation, TimeProvider clock, CancellationToken stop)
    {
        PagePolicy.Default.Apply(http);
        var form = await ReadFormAsync(http, stop);
        var pending = cookies.Pending.Read(http);
        cookies.Pending.Remove(http);
        if (await FindAsync(database, providers, federation, stop) is not { CanBeTried: true } provider)
            return pages.Refusal(http, language, null, Placeholders.Contains(federation) ? FederationFault.Misconfigured : FederationFault.Disabled);

        await pages.BrandAsync(http, provider.Id.Organization, stop);
        try
        {
            if (pending is not { RequestId: { } requestId } || pending.EndsAt < clock.GetUtcNow() || pending.Federation != federation)
                throw new SamlException(SamlFault.Unsolicited, "No sign-in by this federation is under way in this browser. Sign-ins have to start here, not at the identity provider, and end within ten minutes.");

            var assertion = await ValidateAsync(provider, Decode(form), new ExpectedAnswer(requestId, clock.GetUtcNow()), connections, refreshes, stop);
            await SpendAsync(database, spent, provider, assertion, stop);
            var who = SamlIdentity.Of(provider, assertion);
            if (pending.IsTrial)
                return await trials.ShowAsync(http, language, provider, who, stop);

            cookies.Arrived.Write(http, new(pending, who with { Received = [] }));
            return SeeOther.To("/federation/arrived");
        }
        catch (SamlException fault)
        {
            return pending is { IsTrial: true } && pending.Federation == federation
                ? await trials.FailAsync(http, language, provider, fault.Message, stop)
                : await pages.RefuseAsync(http, language, provider, fault, stop);
        }
        catch (FederationException refusal)
        {
            return pending is { IsTrial: true }
                ? await trials.FailAsync(http, language, provider, refusal.Message, stop)
                : await pages.RefuseAsync(http, language, provider, refusal, stop);
        }
    }

    /// <returns>Null for what is no form that could be ours to read.</returns>
    static async Task<IFormCollection?> ReadFormAsync(HttpContext http, CancellationToken stop)
    {
        if (!http.Request.HasFormContentType || http.Request.ContentLength > LargestForm)
            return null;

        try
        {
            return await http.Request.ReadFormAsync(new() { BufferBodyLengthLimit = LargestForm, ValueLengthLimit = LargestForm, ValueCountLimit = 16 }, stop);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    static byte[] Decode(IFormCollection? form)
    {
        if (form?["SAMLResponse"] is not [{ Length: > 0 } text])
            throw new SamlException(SamlFault.Structure, "The form holds no SAMLResponse, or several, or more than is taken.");

        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException problem)
        {
            throw new SamlException(SamlFault.Xml, "The SAMLResponse is not base64.", problem);
        }
    }

    /// <summary>Judges a response; one that no known key verifies again after its provider's metadata were fetched anew, because keys change.</summary>
    static async Task<ValidatedAssertion> ValidateAsync(
        IdentityProvider provider, byte[] response, ExpectedAnswer expected, SamlConnections connections, MetadataRefreshes refreshes, CancellationToken stop)
    {
        try
        {
            return ResponseValidator.Validate(response, connections.TrustOf(provider, SamlConnections.MetadataOf(provider)), expected);
        }
        catch (SamlException fault) when (fault.Fault == SamlFault.Signature)
        {
            if (await refreshes.ForKeyAsync(provider, stop) is not { } renewed)
                throw;

            return ResponseValidator.Validate(response, connections.TrustOf(renewed, SamlConnections.MetadataOf(renewed)), expected);
        }
    }

    /// <summary>An assertion works once, on all nodes (S54). Its id is another's text, so its hash is kept.</summary>
    static async Task SpendAsync(Database database, SpentTickets spent, IdentityProvider provider, ValidatedAssertion assertion, CancellationToken stop)
    {
        var ticket = $"assertion:{provider.Id.Value:N}:{Convert.ToHexStringLower(Secrets.Hash(assertion.Id))}";
        if (!await database.WriteAsync(provider.Id.Organization, db => spent.TrySpendAsync(db, ticket, assertion.UsableUntil, stop), stop))
            throw new FederationException(FederationFault.Replayed, "The assertion was used before.");
    }

    /// <summary>Where an identity provider sends people back to that were signed out there. What it says of it changes nothing here.</summary>
    static IResult SignedOut() => SeeOther.To("/federation/signed-out");
}
