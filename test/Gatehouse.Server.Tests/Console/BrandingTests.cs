using System.Net;
using System.Text;

using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Tests.OAuth;
using Gatehouse.Server.Tests.SignIn;
using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Tests.Console;

public abstract class BrandingTests(ServerFixture server) : ConsoleTest(server)
{
    string Path => $"/console/organizations/{Scim.Organization}/branding";

    async Task<PageClient> OpenAsync()
    {
        var (browser, _) = await OperatorAsync();
        await browser.OpenAsync(Path);
        return browser;
    }

    Task<Organization?> FindAsync() => Database.ReadAsync(Scim.Organization, db => Service<OrganizationRegister>().FindAsync(db, Stop), Stop);

    [Theory]
    [InlineData("#7A2E8E", "7a2e8e")]
    [InlineData(" 7a2e8e ", "7a2e8e")]
    [InlineData("", null)]
    public async Task A_colour_that_can_be_read_is_saved_and_an_empty_one_taken_away(string entered, string? saved)
    {
        var browser = await OpenAsync();
        await Database.WriteAsync(Scim.Organization, db => Service<OrganizationBrands>().SetAccentAsync(db, "0b5d48", Stop), Stop);

        var page = await browser.SubmitAsync($"{Path}/accent", ("accent", entered));

        Assert.Contains("The accent colour was saved", page.Html, StringComparison.Ordinal);
        Assert.Equal(saved, (await FindAsync())!.Accent);
        Assert.Equal("organization.accent-changed", Assert.Single(await EventsAsync(Scim.Organization)).Action);
    }

    [Fact]
    public async Task A_colour_that_cannot_be_read_is_refused_with_the_nearest_that_can_be_chosen_at_once()
    {
        var browser = await OpenAsync();

        var refused = await browser.PostAsync($"{Path}/accent", ("accent", "#ffcc00"));

        Assert.Equal(422, refused.Status);
        Assert.Contains("White text on #ffcc00 cannot be read", refused.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"#ffcc00\"", refused.Html, StringComparison.Ordinal);
        Assert.Null((await FindAsync())!.Accent);
        var offered = System.Text.RegularExpressions.Regex.Match(refused.Html, "name=\"instead\" value=\"#([0-9a-f]{6})\"").Groups[1].Value;
        Assert.True(Accents.Passes(Accent.Find(offered)!.Colour));

        await browser.SubmitAsync($"{Path}/accent", ("accent", "#ffcc00"), ("instead", $"#{offered}"));

        Assert.Equal(offered, (await FindAsync())!.Accent);
    }

    [Theory]
    [InlineData("green")]
    [InlineData("#fff")]
    [InlineData("#7a2e8e;}body{display:none")]
    [InlineData("7a2e8\u0001")]
    [InlineData("\"><script>alert(1)</script>")]
    public async Task What_is_no_colour_is_asked_for_again(string entered)
    {
        var refused = await (await OpenAsync()).PostAsync($"{Path}/accent", ("accent", entered));

        Assert.Equal(422, refused.Status);
        Assert.Contains("six hexadecimal digits", refused.Html, StringComparison.Ordinal);
        Assert.Null((await FindAsync())!.Accent);
    }

    [Theory]
    [InlineData("png", "image/png")]
    [InlineData("jpeg", "image/jpeg")]
    [InlineData("webp", "image/webp")]
    public async Task A_picture_is_taken_by_what_it_is_and_served_for_ever(string kind, string type)
    {
        var browser = await OpenAsync();
        var image = Pictures.Of(kind);

        Assert.Equal(303, (await browser.UploadAsync($"{Path}/logo", "logo", "logo.svg", image)).Status);

        var path = LogoIn(await browser.OpenAsync(Path));
        using var answer = await Http.GetAsync(new Uri(path, UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(image, await answer.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(type, answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["default-src 'none'; frame-ancestors 'none'"], answer.Headers.GetValues("Content-Security-Policy"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        using var known = new HttpRequestMessage(HttpMethod.Get, path);
        known.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var unchanged = await Http.SendAsync(known, Stop);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "svg", "SVG is not taken" }, { "svg in png", "SVG is not taken" }, { "html", "This is no PNG" }, { "gif", "This is no PNG" },
        { "start of png", "This is no PNG" }, { "start of webp", "This is no PNG" }, { "empty", "Choose a file first" }, { "large", "larger than 64 kB" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_no_picture_of_points_or_too_large_is_refused_in_words(string kind, string words)
    {
        var browser = await OpenAsync();

        var refused = await browser.UploadAsync($"{Path}/logo", "logo", "logo.png", Pictures.Of(kind));

        Assert.Equal(422, refused.Status);
        Assert.Contains(words, refused.Html, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("organization_logos"));
    }

    [Fact]
    public async Task A_picture_of_exactly_the_most_is_taken_and_one_from_a_camera_is_refused_in_words()
    {
        var browser = await OpenAsync();
        var most = new byte[Logo.MostBytes];
        Pictures.Of("png").CopyTo(most, 0);

        Assert.Equal(422, (await browser.UploadAsync($"{Path}/logo", "logo", "logo.png", [.. most, 0])).Status);
        Assert.Equal(303, (await browser.UploadAsync($"{Path}/logo", "logo", "logo.png", most)).Status);
        await browser.OpenAsync(Path);
        var photograph = await browser.UploadAsync($"{Path}/logo", "logo", "IMG_0001.jpg", new byte[7_000_000]);

        Assert.Equal(422, photograph.Status);
        Assert.Contains("larger than 64 kB", photograph.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_logo_has_another_address_and_a_removed_one_is_gone()
    {
        var browser = await OpenAsync();
        await browser.UploadAsync($"{Path}/logo", "logo", "a", Pictures.Of("png"));
        var first = LogoIn(await browser.OpenAsync(Path));
        await browser.UploadAsync($"{Path}/logo", "logo", "b", Pictures.Of("webp"));
        var second = LogoIn(await browser.OpenAsync(Path));

        Assert.NotEqual(first, second);
        Assert.Equal((404, 200), (await StatusAsync(first), await StatusAsync(second)));
        // Another organization's path does not lead to it.
        Assert.Equal(404, await StatusAsync(second.Replace($"{Scim.Organization}", $"{OrganizationIdOfNobody}", StringComparison.Ordinal)));
        foreach (var nonsense in (string[])["/logos/nonsense/x", $"/logos/{Scim.Organization}/x", $"/logos/{Scim.Organization}/%27", $"/logos/{Scim.Organization}"])
            Assert.Equal(404, await StatusAsync(nonsense));

        Assert.Contains("The logo was removed", (await browser.SubmitAsync($"{Path}/logo/remove")).Html, StringComparison.Ordinal);
        Assert.Equal(404, await StatusAsync(second));
        Assert.Null((await FindAsync())!.LogoHash);
    }

    [Fact]
    public async Task Sign_in_pages_look_like_the_organizations_once_it_is_known()
    {
        var operatorsBrowser = await OpenAsync();
        await operatorsBrowser.SubmitAsync($"{Path}/accent", ("accent", "7a2e8e"));
        await operatorsBrowser.UploadAsync($"{Path}/logo", "logo", "a", Pictures.Of("png"));
        var logo = LogoIn(await operatorsBrowser.OpenAsync(Path));
        var settings = new ApplicationSettings { RedirectUris = ["https://portal.contoso.example/callback"], RequiresPkce = false };
        var (client, _) = await Database.WriteAsync(Scim.Organization, db => Service<ApplicationRegister>().CreateAsync(db, "Time sheets", false, settings, Stop), Stop);
        await CreateUserAsync();

        // On the way to an application the organization is known from the start.
        var asked = await NewBrowser().OpenAsync($"/oauth/v2/authorize?client_id={client}&response_type=code&scope=openid&redirect_uri=https%3A%2F%2Fportal.contoso.example%2Fcallback");
        AssertBrand(asked, logo);
        Assert.Contains("Time sheets", asked.Html, StringComparison.Ordinal);

        // Without one it is known behind the password, and not before: an address alone tells nothing (S72).
        var browser = NewBrowser();
        Assert.DoesNotContain("7a2e8e", (await browser.OpenAsync("/sign-in")).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("7a2e8e", (await browser.SubmitAsync("/sign-in", ("address", Address))).Html, StringComparison.Ordinal);
        AssertBrand(await browser.SubmitAsync("/sign-in/password", ("password", Password)), logo);

        // Whoever has an invitation is known by it.
        AssertBrand(await NewBrowser().OpenAsync($"/account/{await InviteAsync(await CreateUserAsync($"ann.{Address}", null))}"), logo);
        var preview = await operatorsBrowser.OpenAsync($"{Path}/preview");
        AssertBrand(preview, logo);
        Assert.DoesNotContain("<form", preview.Html, StringComparison.Ordinal);
    }

    static void AssertBrand(Page page, string logo)
    {
        Assert.Contains("href=\"/assets/brand/7a2e8e.css\"", page.Html, StringComparison.Ordinal);
        Assert.Matches($"<img src=\"{logo}\" alt(=\"\")?[ />]", page.Html);
        Assert.Contains("Contoso", page.Html, StringComparison.Ordinal);
    }

    static Guid OrganizationIdOfNobody { get; } = Guid.CreateVersion7();

    static string LogoIn(Page page)
    {
        var path = System.Text.RegularExpressions.Regex.Match(page.Html, "src=\"(/logos/[^\"]+)\"").Groups[1].Value;
        Assert.NotEmpty(path);
        return path;
    }

    async Task<int> StatusAsync(string path)
    {
        using var answer = await Http.GetAsync(new Uri(path, UriKind.Relative), Stop);
        return (int)answer.StatusCode;
    }

    /// <summary>The smallest files of their kinds, and some that only say that they are.</summary>
    static class Pictures
    {
        static readonly byte[] Png = Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

        static readonly byte[] Webp = Convert.FromBase64String("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");

        public static byte[] Of(string kind) => kind switch
        {
            "png" => Png,
            "jpeg" => [0xff, 0xd8, 0xff, 0xe0, 0, 16, .. "JFIF"u8, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xff, 0xd9],
            "webp" => Webp,
            "svg" => "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"u8.ToArray(),
            "svg in png" => [.. Png.AsSpan(0, 8), .. "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8],
            "html" => "<!doctype html><script>alert(1)</script>"u8.ToArray(),
            "gif" => Encoding.ASCII.GetBytes("GIF89a" + new string('x', 40)),
            "start of png" => Png[..8],
            "start of webp" => "RIFF\0\0\0\0WEBP"u8.ToArray(),
            "empty" => [],
            _ => new byte[Logo.MostBytes + 1],
        };
    }
}

public sealed class BrandingOnSqlite(SqliteServer server) : BrandingTests(server);

public sealed class BrandingOnPostgreSql(PostgreSqlServer server) : BrandingTests(server);
