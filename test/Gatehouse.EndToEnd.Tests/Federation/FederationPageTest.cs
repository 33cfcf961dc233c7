using System.Text.RegularExpressions;

using Gatehouse.EndToEnd.Tests.Browser;

namespace Gatehouse.EndToEnd.Tests.Federation;

/// <summary>People of an organization sign in at its own identity provider, with Chromium and software of other makers.</summary>
public abstract partial class FederationPageTest(Chromium chromium, FederatedInstallation installation) : BrowserTest(chromium, installation)
{
    internal override Uri Address => Federated.Url;

    internal FederatedInstallation Federated { get; } = installation;

    internal Installation Commands => Federated.Installation;

    internal static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Enters an address in a browser that nobody has used before.</summary>
    internal async Task<OpenedPage> EnterAsync(string address)
    {
        var page = await OpenAsync("/sign-in");
        await EnterAsync(page, address);
        return page;
    }

    internal static async Task EnterAsync(OpenedPage page, string address)
    {
        page.Excuses("http://127.0.0.1:");
        await page.Page.GotoAsync("/sign-in");
        await page.Page.FillAsync("[name=address]", address);
        await page.Page.ClickAsync("button.primary");
    }

    /// <summary>Opens a page that goes on by itself, and keeps it from doing so.</summary>
    internal static async Task HoldAsync(OpenedPage page, string path)
    {
        await page.Page.RouteAsync($"**{path}", static async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Headers = answer.Headers.Where(static header => header.Key != "refresh") });
        });
        await page.GoAsync(path);
    }

    /// <summary>The portal shows somebody.</summary>
    internal static async Task IsInAsync(OpenedPage page, string name)
    {
        await page.Page.WaitForURLAsync(Portal());
        Assert.Contains(name, await page.Page.InnerTextAsync("body"), StringComparison.Ordinal);
    }

    [GeneratedRegex("/portal/profile$")]
    private static partial Regex Portal();

    /// <summary>Signs in as whom the identity provider suggests.</summary>
    internal static Task ConfirmAsync(OpenedPage page) => page.Page.ClickAsync("form:has([name=login]) button");

    /// <summary>Signs in with a login.</summary>
    internal static async Task ConfirmAsync(OpenedPage page, string login)
    {
        await page.Page.FillAsync("[name=login]", login);
        await ConfirmAsync(page);
    }

    /// <summary>What the commands know of somebody.</summary>
    internal async Task<string> IdOfAsync(string address) =>
        (await Commands.JsonAsync("users", "show", address, "--organization", Federated.Organization)).GetProperty("id").GetString()!;
}

/// <summary>One installation for all classes that look at federations.</summary>
[CollectionDefinition]
public sealed class FederationOnSqlite : ICollectionFixture<FederatedInstallation>;

/// <summary>The same on PostgreSQL.</summary>
[CollectionDefinition]
public sealed class FederationOnPostgreSql : ICollectionFixture<FederatedPostgreSqlInstallation>;
