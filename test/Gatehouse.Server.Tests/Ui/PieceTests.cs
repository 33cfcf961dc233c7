using Gatehouse.Server.Ui;
using Gatehouse.Server.Ui.Pieces;

using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Server.Tests.Ui;

/// <summary>Pieces of pages: how they name one another, and that text stays text (S86).</summary>
public sealed class PieceTests(PageServer server) : PageTest(server)
{
    const string Hostile = "\"'><script>alert(1)</script>\u202e&amp;";

    [Fact]
    public async Task A_field_is_tied_to_its_label_hint_and_error()
    {
        var html = await RenderAsync<Field>(new() { ["Label"] = "Address", ["Name"] = "address", ["Hint"] = "Of your work", ["Error"] = "Enter one", ["Value"] = "x" });

        Assert.Contains("<label for=\"address\">Address</label>", html, StringComparison.Ordinal);
        Assert.Contains("aria-describedby=\"address-error address-hint\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", html, StringComparison.Ordinal);
        Assert.Contains("id=\"address-hint\"", html, StringComparison.Ordinal);
        Assert.Contains("id=\"address-error\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_without_them_says_nothing_about_them()
    {
        var html = await RenderAsync<Field>(new() { ["Label"] = "Address", ["Name"] = "address" });

        Assert.DoesNotContain("aria-", html, StringComparison.Ordinal);
        Assert.DoesNotContain("required", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<p", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_text_stays_text_wherever_it_is_put()
    {
        RenderFragment text = static builder => builder.AddContent(0, Hostile);
        string[] all =
        [
            await RenderAsync<Field>(new() { ["Label"] = Hostile, ["Name"] = Hostile, ["Value"] = Hostile, ["Hint"] = Hostile, ["Error"] = Hostile }),
            await RenderAsync<TextField>(new() { ["Label"] = Hostile, ["Name"] = Hostile, ["Value"] = Hostile }),
            await RenderAsync<SelectField>(new() { ["Label"] = Hostile, ["Name"] = "n", ["Options"] = (Option[])[new(Hostile, Hostile)] }),
            await RenderAsync<Checkbox>(new() { ["Label"] = Hostile, ["Name"] = Hostile, ["Value"] = Hostile }),
            await RenderAsync<CopyField>(new() { ["Id"] = "i", ["Label"] = Hostile, ["Value"] = Hostile }),
            await RenderAsync<Tag>(new() { ["ChildContent"] = text }),
            await RenderAsync<Advice>(new() { ["Title"] = Hostile, ["ChildContent"] = text }),
            await RenderAsync<ErrorSummary>(new() { ["Title"] = Hostile, ["Errors"] = (FieldError[])[new(Hostile, Hostile)] }),
            await RenderAsync<DataTable>(new() { ["Caption"] = Hostile, ["Headers"] = (string[])[Hostile], ["ChildContent"] = text }),
            await RenderAsync<LinkButton>(new() { ["Href"] = Hostile, ["ChildContent"] = text }),
            await RenderAsync<PublicLayout>(new()
            {
                ["Title"] = Hostile, ["Language"] = Language.English, ["ChildContent"] = text, ["Branding"] = new Branding { Name = Hostile, Logo = "/assets/" + Hostile },
            }),
        ];

        Assert.All(all, static html =>
        {
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("\"'>", html, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("https://elsewhere.example/logo.svg")]
    [InlineData("//elsewhere.example/logo.svg")]
    [InlineData("data:image/svg+xml,x")]
    public void A_logo_comes_from_this_server(string logo) => Assert.Throws<ArgumentException>(() => new Branding { Name = "x", Logo = logo });

    [Theory]
    [InlineData("/portal", "/portal")]
    [InlineData("/portal/people", "/portal/people")]
    [InlineData("/portal/people/42", "/portal/people")]
    [InlineData("/portal/peoples", "/portal")]
    [InlineData("/elsewhere", null)]
    public void The_page_shown_is_the_one_with_the_longest_path_above_it(string path, string? current) => Assert.Equal(
        current, NavigationItem.Current([new("/portal", "Overview"), new("/portal/people", "People")], path)?.Path);

    [Fact]
    public async Task A_point_in_time_is_written_as_the_language_does_and_with_its_zone()
    {
        var at = new DateTimeOffset(2026, 5, 4, 16, 2, 11, TimeSpan.FromHours(2));

        Assert.Equal("<time datetime=\"2026-05-04T14:02:11Z\">4 May 2026, 14:02 UTC</time>", await RenderAsync<Moment>(new() { ["At"] = at, ["Language"] = Language.English }));
        Assert.Contains(">4. Mai 2026, 14:02 UTC<", await RenderAsync<Moment>(new() { ["At"] = at, ["Language"] = Language.German }), StringComparison.Ordinal);
    }

    async Task<string> RenderAsync<T>(Dictionary<string, object?> parameters)
        where T : IComponent
    {
        await using var scope = Server.Services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString().Trim());
    }
}
