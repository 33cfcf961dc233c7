using System.Text.Json;

using Microsoft.Playwright;

namespace Gatehouse.EndToEnd.Tests.Browser;

/// <summary>axe-core of the folder axe, run inside a page. Needs <c>npm ci</c> in that folder.</summary>
static class Axe
{
    static readonly string Script = Path.Combine(RepositoryFolder.Root, "test", "Gatehouse.EndToEnd.Tests", "axe", "node_modules", "axe-core", "axe.min.js");

    // Target size is part of WCAG 2.2 AA, and off unless asked for.
    const string Run = """
        async () => JSON.stringify((await axe.run({ rules: { 'target-size': { enabled: true } } })).violations
            .flatMap(violation => violation.nodes.map(node => `${violation.id}: ${violation.help}: ${node.html}`)))
        """;

    public static string? MissingBecause { get; } = File.Exists(Script) ? null : "axe-core is not installed: run npm ci in test/Gatehouse.EndToEnd.Tests/axe";

    /// <returns>What keeps people out of the page as it is shown now, one line for each element.</returns>
    public static async Task<IReadOnlyList<string>> FindingsAsync(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Script, TestContext.Current.CancellationToken));
        return JsonSerializer.Deserialize<List<string>>(await page.EvaluateAsync<string>(Run)) ?? [];
    }
}
