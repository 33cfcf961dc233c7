using System.Diagnostics;

using Microsoft.Playwright;

namespace Gatehouse.EndToEnd.Tests.Browser;

/// <summary>A page in a browser of its own, that notes whatever goes wrong in it: script, refused loads, failed requests.</summary>
sealed class OpenedPage : IAsyncDisposable
{
    static readonly (int Width, int Height, ColorScheme Scheme)[] Looks = [(1280, 800, ColorScheme.Light), (390, 844, ColorScheme.Dark)];

    readonly IBrowserContext context;
    readonly List<string> problems = [];
    readonly bool isLookedAt;
    volatile IRequest? awaited;
    volatile IRequest? answered;
    volatile bool isClosing;
    string? refusedOnPurpose;
    string? theirs;

    OpenedPage(IBrowserContext context, IPage page, bool isLookedAt)
    {
        this.context = context;
        this.isLookedAt = isLookedAt;
        Page = page;
        page.Console += (_, message) => Note(message);
        page.PageError += (_, error) => problems.Add($"script: {error}");
        page.RequestFailed += (_, request) => Note(request);
        page.Request += (_, request) => awaited = request.IsNavigationRequest ? request : awaited;
        page.Response += (_, response) => answered = response.Request.IsNavigationRequest ? response.Request : answered;
        page.DOMContentLoaded += (_, _) => awaited = awaited == answered ? null : awaited;
    }

    public IPage Page { get; }

    public static async Task<OpenedPage> OpenAsync(IBrowser browser, Uri address, string language, bool isLookedAt = true)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = address.AbsoluteUri, Locale = language,
            // By an authority of the test's own.
            IgnoreHTTPSErrors = address.Scheme == Uri.UriSchemeHttps,
        });
        return new(context, await context.NewPageAsync(), isLookedAt);
    }

    /// <summary>Goes to an address, which must answer with this status.</summary>
    public async Task GoAsync(string path, int status = 200)
    {
        refusedOnPurpose = status >= 400 ? path : null;
        var answer = await Page.GotoAsync(path);
        Assert.Equal(status, answer?.Status);
    }

    /// <summary>Expects a refusal from an address: Chromium calls every page with an error status a problem.</summary>
    public void Refuses(string path) => refusedOnPurpose = path;

    /// <summary>Leaves what goes wrong at addresses that begin so to those who made what is there.</summary>
    public void Excuses(string address) => theirs = address;

    /// <summary>
    /// Looks at the page on a desk by day and on a phone at night: nobody may be kept out, nothing may stick out, and a picture of each
    /// is kept for people to look at.
    /// </summary>
    public async Task ShowAsync(string name)
    {
        await SettleAsync();
        if (!isLookedAt)
            return;

        // What axe looks for, and what can look wrong, depends on the size or on the scheme, not on both together. Another language has
        // other lengths, which show where there is least room.
        var isTranslated = name.EndsWith("-de", StringComparison.Ordinal);
        foreach (var (width, height, scheme) in isTranslated ? Looks[1..] : Looks)
        {
            await Page.SetViewportSizeAsync(width, height);
            await Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            if (!isTranslated)
                Assert.Empty(await Axe.FindingsAsync(Page));
            await Page.ScreenshotAsync(new()
            {
                Path = Path.Combine(RepositoryFolder.Screenshots, $"{name}-{width}-{(scheme == ColorScheme.Dark ? "dark" : "light")}.png"),
                FullPage = true,
            });
        }

        await Page.SetViewportSizeAsync(360, 640);
        Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 360"), "The page is wider than 360 pixels.");
    }

    /// <summary>Presses Tab until it comes round.</summary>
    /// <returns>What the keyboard reached, in this order: the text of a link or button, the id of a field.</returns>
    public async Task<IReadOnlyList<string>> WalkAsync()
    {
        const int Enough = 200;
        await Page.EvaluateAsync("document.activeElement.blur()");
        var reached = new List<string>();
        while (reached.Count < Enough)
        {
            await Page.Keyboard.PressAsync("Tab");
            var place = await Page.EvaluateAsync<string>("""
                () => { const at = document.activeElement; return at === document.body ? '' : at.id || at.ariaLabel || at.textContent.trim(); }
                """);
            if (place.Length == 0 || (reached.Count > 0 && place == reached[0]))
                return reached;
            reached.Add(place);
        }

        return reached;
    }

    public void HasNoProblems() => Assert.Empty(problems);

    public async ValueTask DisposeAsync()
    {
        await SettleAsync();
        isClosing = true;
        await context.DisposeAsync();
    }

    /// <summary>Waits for the page that a click leads to: the click is over when its request has begun.</summary>
    async Task SettleAsync()
    {
        var waited = Stopwatch.StartNew();
        while (awaited is not null && waited.Elapsed < TimeSpan.FromSeconds(5))
            await Task.Delay(10);
    }

    void Note(IRequest request)
    {
        if (request == awaited)
            awaited = null;
        // A page that goes ends what it was loading.
        var isLeft = isClosing || (!request.IsNavigationRequest && request.Failure == "net::ERR_ABORTED");
        if (!isLeft)
            Note($"request: {request.Url} {request.Failure}", request.Url);
    }

    void Note(IConsoleMessage message)
    {
        var isAnswer = refusedOnPurpose is not null && message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)
            && message.Location.Contains(refusedOnPurpose, StringComparison.Ordinal);
        if (message.Type is "error" or "warning" && !isAnswer)
            Note($"{message.Type}: {message.Text} ({message.Location})", message.Location);
    }

    void Note(string problem, string address)
    {
        if (theirs is null || !address.StartsWith(theirs, StringComparison.Ordinal))
            problems.Add(problem);
    }
}
