namespace Gatehouse.EndToEnd.Tests.Browser;

/// <summary>Layouts and pieces as browsers show them, and forms as browsers send them.</summary>
public sealed class PieceTests(Chromium chromium, SpecimenServer server) : BrowserTest(chromium), IClassFixture<SpecimenServer>
{
    internal override Uri Address => server.Address;

    [Fact]
    public async Task A_gate_page_keeps_nobody_out()
    {
        var page = await OpenAsync("/specimen/gate");

        await page.ShowAsync("specimen-gate");
        Assert.Equal(["address", "code", "stay", "Continue", "Use a passkey", "Deutsch", "Help", "Privacy"], await page.WalkAsync());
    }

    [Fact]
    public async Task A_portal_page_keeps_nobody_out()
    {
        var page = await OpenAsync("/specimen/portal");

        await page.ShowAsync("specimen-portal");
        Assert.Equal("Skip to the content", (await page.WalkAsync())[0]);
        Assert.StartsWith("Incoming provisioning", (await page.Page.TextContentAsync("[aria-current]"))!.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_arrives_and_comes_back_with_its_text_as_text()
    {
        const string Hostile = "\"><script>alert(1)</script>";
        var page = await OpenAsync("/specimen/gate");

        await page.Page.FillAsync("#address", Hostile);
        await page.Page.ClickAsync("text=Continue");

        Assert.Equal(Hostile, await page.Page.TextContentAsync("#received"));
        Assert.Equal(Hostile, await page.Page.InputValueAsync("#address"));
    }

    [Fact]
    public async Task A_refused_form_says_what_to_change_where_the_reader_is()
    {
        var page = await OpenAsync("/specimen/gate");
        page.Refuses("/specimen/gate");

        await page.Page.ClickAsync("text=Continue");

        Assert.Equal("errors", await page.Page.EvaluateAsync<string>("document.activeElement.className.split(' ').pop()"));
        await page.ShowAsync("specimen-gate-refused");
        await page.Page.ClickAsync(".errors a");
        Assert.Equal("address", await page.Page.EvaluateAsync<string>("document.activeElement.id"));
    }
}
