using System.Text.RegularExpressions;

namespace Gatehouse.Server.Tests.Ui;

/// <summary>What pages load: from here, once, and the same for everybody.</summary>
public sealed partial class AssetTests(PageServer server) : PageTest(server)
{
    const string ForEver = "public, max-age=31536000, immutable";

    [Fact]
    public async Task Everything_a_page_loads_is_kept_for_ever_under_a_name_that_changes_with_it()
    {
        var paths = Loaded().Matches((await GetAsync("/")).Text).Select(static match => match.Groups[1].Value).ToList();

        Assert.Equal(2, paths.Count);
        foreach (var path in paths)
        {
            Assert.Matches(@"^/assets/[a-z]+\.[0-9a-f]{16}\.(css|svg)$", path);
            var asset = await GetAsync(path);
            Assert.Equal(200, asset.Status);
            Assert.Equal(ForEver, asset.Header("Cache-Control"));
            Assert.Equal("nosniff", asset.Header("X-Content-Type-Options"));
            Assert.Equal(path.EndsWith(".css", StringComparison.Ordinal) ? "text/css; charset=utf-8" : "image/svg+xml", asset.Header("Content-Type"));
            Assert.Null(asset.Header("Set-Cookie"));
            Assert.Equal(304, (await GetAsync(path, ("If-None-Match", asset.Header("ETag")!))).Status);
            Assert.Equal(200, (await SendAsync(HttpMethod.Head, path, [])).Status);
        }
    }

    [Theory]
    [InlineData("/assets/gatehouse.css")]
    [InlineData("/assets/gatehouse.0000000000000000.css")]
    [InlineData("/assets/..%2fgatehouse.css")]
    [InlineData("/assets/brand/green.css")]
    [InlineData("/assets/brand/0b5d48.svg")]
    public async Task Other_names_are_not_there_and_not_kept(string path)
    {
        var answer = await GetAsync(path, ("Accept", "text/css"));

        Assert.Equal(404, answer.Status);
        Assert.Null(answer.Header("Cache-Control"));
    }

    [Fact]
    public async Task An_accent_is_a_stylesheet_that_sets_it_for_light_and_dark()
    {
        var sheet = await GetAsync("/assets/brand/7a2e8e.css");

        Assert.Equal(200, sheet.Status);
        Assert.Equal(ForEver, sheet.Header("Cache-Control"));
        Assert.Equal("text/css; charset=utf-8", sheet.Header("Content-Type"));
        Assert.Contains(":root { --accent: #7a2e8e; --accent-ink: #ffffff;", sheet.Html, StringComparison.Ordinal);
        Assert.Contains("(prefers-color-scheme: dark)", sheet.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accent_that_cannot_be_read_is_refused_with_one_that_can()
    {
        var refusal = await GetAsync("/assets/brand/ffcc00.css", ("Accept", "text/css"));

        Assert.Equal(400, refusal.Status);
        Assert.Null(refusal.Header("Cache-Control"));
        var offered = Regex.Match(refusal.Html, "works is #([0-9a-f]{6})").Groups[1].Value;
        Assert.Equal(200, (await GetAsync($"/assets/brand/{offered}.css")).Status);
    }

    [GeneratedRegex("""<link rel="(?:icon|stylesheet)" href="([^"]+)""")]
    private static partial Regex Loaded();
}
