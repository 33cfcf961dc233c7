namespace Gatehouse.EndToEnd.Tests.Browser;

/// <summary>Opens pages of a server in Chromium. What goes wrong inside any of them fails the test.</summary>
public abstract class BrowserTest(Chromium chromium, BrowsedInstallation? installation = null) : IAsyncLifetime
{
    readonly List<OpenedPage> pages = [];

    internal abstract Uri Address { get; }

    /// <summary>The installation that the class looks at.</summary>
    internal BrowsedInstallation Browsed => installation ?? throw new InvalidOperationException("The class looks at no installation.");

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(Chromium.MissingBecause is not null, Chromium.MissingBecause ?? "");
        Assert.SkipWhen(installation?.MissingBecause is not null, installation?.MissingBecause ?? "");
        Assert.SkipWhen(Axe.MissingBecause is not null, Axe.MissingBecause ?? "");
        return ValueTask.CompletedTask;
    }

    /// <param name="path">Where to go first.</param>
    /// <param name="status">How the server answers.</param>
    /// <param name="language">The language of the browser.</param>
    internal async Task<OpenedPage> OpenAsync(string path, int status = 200, string language = "en")
    {
        var page = await OpenedPage.OpenAsync(await chromium.StartAsync(), Address, language, isLookedAt: installation is not { IsOnPostgreSql: true });
        pages.Add(page);
        await page.GoAsync(path, status);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var page in pages)
            await page.DisposeAsync();
        Assert.All(pages, static page => page.HasNoProblems());
    }
}
