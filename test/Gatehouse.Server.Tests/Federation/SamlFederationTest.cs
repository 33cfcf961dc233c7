using System.Xml;

using Gatehouse.Server.Federation;
using Gatehouse.Server.Federation.Saml;
using Gatehouse.Server.Tests.SignIn;

namespace Gatehouse.Server.Tests.Federation;

/// <summary>People of an organization that has a SAML identity provider.</summary>
public abstract class SamlFederationTest(ServerFixture server) : FederationTest(server)
{
    internal SamlUpstream Idp { get; private set; } = null!; // Set before the test runs.

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Idp = await SamlUpstream.StartAsync();
        Idp.Attributes["id"] = "mira-1";
        Idp.Attributes["email"] = Mira;
        Idp.Attributes["preferredName"] = "Mira Okonkwo";
    }

    public override async ValueTask DisposeAsync()
    {
        if (Idp is not null)
            await Idp.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal async Task<IdentityProvider> ConnectSamlAsync(bool signs = false, Func<ProviderSettings, ProviderSettings>? change = null)
    {
        var (document, _) = await Service<MetadataSource>().FetchAsync(Idp.MetadataUrl, Stop);
        var settings = new ProviderSettings { Claims = ClaimNames.OfSaml, Saml = new() { MetadataUrl = Idp.MetadataUrl, SignsRequests = signs } };
        return await ConnectAsync(new FederationInput { Name = "Contoso SAML", Domains = [Domain], Settings = change?.Invoke(settings) ?? settings, Metadata = document });
    }

    internal static string ConsumerOf(IdentityProvider provider) => $"/idps/{provider.Id}/saml/acs";

    /// <summary>Posts a response as the identity provider's page does: without the cookies that another site's form does not bring.</summary>
    internal static async Task<Page> PostAsync(PageClient browser, IdentityProvider provider, string response, string relayState = "")
    {
        var lax = browser.Cookies.Where(static one => !one.Key.StartsWith("__Host-federation", StringComparison.Ordinal)).ToList();
        foreach (var (name, _) in lax)
            browser.Forget(name);
        var page = await browser.PostAsync(ConsumerOf(provider), ("SAMLResponse", response), ("RelayState", relayState));
        foreach (var (name, value) in lax)
            browser.Set(name, value);
        return page;
    }

    internal async Task<Page> SignInSamlAsync(PageClient browser, IdentityProvider provider, Action<XmlDocument>? before = null, Action<XmlDocument>? after = null)
    {
        var page = await PostAsync(browser, provider, Idp.Respond(await LeaveAsync(browser), before, after));
        return page.Location is { } next ? await browser.LookAsync(next) : page;
    }
}
