using Gatehouse.EndToEnd.Tests.Browser;

using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Gatehouse.EndToEnd.Tests.Browser;

/// <summary>
/// The system's Chromium without windows (<c>chromium-headless-shell</c>), which is faster. It is started once, when
/// the first test needs it, and ended after the last. Nothing is downloaded.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    const string Executable = "/usr/bin/chromium-headless-shell";

    // A test's page must be the only one that speaks to the network.
    static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-features=SpareRendererForSitePerProcess",
    ];

    readonly SemaphoreSlim starting = new(1);
    IPlaywright? playwright;
    IBrowser? browser;

    internal static string? MissingBecause { get; } = File.Exists(Executable) ? null : $"{Executable} is not installed";

    internal async Task<IBrowser> StartAsync()
    {
        await starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            playwright ??= await Playwright.CreateAsync();
            return browser ??= await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Quiet });
        }
        finally
        {
            starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.CloseAsync();
        playwright?.Dispose();
        starting.Dispose();
    }
}
