namespace Gatehouse.Server.Tests.Ui;

/// <summary>What every page tells the browser, also when it is an error (S83, S84, S89).</summary>
public sealed class PageHeaderTests(PageServer server, PlainPageServer plain) : PageTest(server)
{
    const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/?lang=de", 200)]
    [InlineData("/nothing", 404)]
    [InlineData("/pages/form", 200)]
    [InlineData("/pages/closed", 401)]
    [InlineData("/pages/status/403", 403)]
    [InlineData("/pages/status/429", 429)]
    [InlineData("/pages/failure", 500)]
    [InlineData("/pages/broken", 500)]
    public async Task Every_page_has_them(string path, int status)
    {
        var page = await GetAsync(path);

        Assert.Equal(status, page.Status);
        Assert.Equal(Policy, page.Header("Content-Security-Policy"));
        Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", page.Header("Referrer-Policy"));
        Assert.Equal("same-origin", page.Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", page.Header("Cross-Origin-Resource-Policy"));
        Assert.Contains("camera=()", page.Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.Contains("no-store", page.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("max-age=31536000", page.Header("Strict-Transport-Security"));
        Assert.Equal("text/html; charset=utf-8", page.Header("Content-Type"));
        Assert.DoesNotContain(page.Headers.Keys, static name => name.StartsWith("blazor", StringComparison.OrdinalIgnoreCase) || name == "X-Frame-Options");
    }

    [Fact]
    public async Task An_endpoint_may_run_our_script() => Assert.Contains(
        "script-src 'self'; connect-src 'self'; style-src", (await GetAsync("/pages/script")).Header("Content-Security-Policy"), StringComparison.Ordinal);

    [Fact]
    public async Task A_form_may_end_at_one_more_origin_where_the_endpoint_says_so() => Assert.Contains(
        "form-action 'self' https://app.fabrikam.example:8443; ", (await GetAsync("/pages/elsewhere")).Header("Content-Security-Policy"), StringComparison.Ordinal);

    [Theory]
    [InlineData("/?lang=de", "__Host-lang=de; max-age=31536000; path=/; secure; samesite=lax; httponly")]
    [InlineData("/nothing?lang=de", "__Host-lang=de; max-age=31536000; path=/; secure; samesite=lax; httponly")]
    [InlineData("/?lang=fr", null)]
    [InlineData("/", null)]
    public async Task A_chosen_language_is_remembered_in_a_cookie_that_only_we_can_set(string path, string? cookie) =>
        Assert.Equal(cookie, (await GetAsync(path)).Header("Set-Cookie"));

    [Fact]
    public async Task The_cookie_of_forms_is_locked_as_well()
    {
        var cookie = (await GetAsync("/pages/form")).Header("Set-Cookie");

        Assert.StartsWith("__Host-form=", cookie, StringComparison.Ordinal);
        Assert.EndsWith("; path=/; secure; samesite=lax; httponly", cookie, StringComparison.Ordinal);
        Assert.True(cookie!.Length < 4096);
    }

    [Fact]
    public async Task Without_https_there_is_neither_a_prefix_nor_strict_transport()
    {
        using var page = await plain.Http.GetAsync("/pages/form?lang=de", Stop);
        var cookies = page.Headers.GetValues("Set-Cookie").ToList();

        Assert.Equal(200, (int)page.StatusCode);
        Assert.All(cookies, static cookie => Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["form", "lang"], cookies.Select(static cookie => cookie.Split('=')[0]).Order());
        Assert.False(page.Headers.Contains("Strict-Transport-Security"));
    }
}
