using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Console;

public abstract class OrganizationPageTests(ServerFixture server) : ConsoleTest(server)
{
    const string Path = "/console/organizations";

    readonly string unique = $"K{Guid.NewGuid():N}";

    [Fact]
    public async Task An_organization_is_created_and_the_trail_says_by_whom()
    {
        var (browser, user) = await OperatorAsync();
        await browser.OpenAsync($"{Path}/new");

        var created = await browser.PostAsync($"{Path}/new", ("name", $" Fabrikam & Söhne <{unique}> "), ("domains", $"{unique}.example\r\n\r\n{unique}.EXAMPLE\n"), ("profile", "minimal"));

        Assert.Equal(303, created.Status);
        var id = OrganizationOf(created.Location);
        var page = await browser.OpenAsync(created.Location!);
        Assert.Contains("The organization was created.", page.Html, StringComparison.Ordinal);
        Assert.Contains($"<h1>Fabrikam & Söhne <{unique}></h1>", page.Html, StringComparison.Ordinal);
        Assert.Contains($"{unique}.example".ToLowerInvariant(), page.Html, StringComparison.Ordinal);
        Assert.Contains("Minimal", page.Html, StringComparison.Ordinal);
        var happened = Assert.Single(await EventsAsync(id));
        Assert.Equal(("organization.created", "operator", user.ToString(), id.ToString()), (happened.Action, happened.ActorKind, happened.ActorId, happened.TargetId));
    }

    [Theory]
    [InlineData("", "", "entra-default", "Enter a name")]
    [InlineData("   ", "", "entra-default", "Enter a name")]
    [InlineData("Fabrikam\u0001", "", "entra-default", "Enter a name")]
    [InlineData("Fabrikam\r\nBcc: x", "", "entra-default", "Enter a name")]
    [InlineData("Fabrikam", "contoso", "entra-default", "“contoso” is no domain name")]
    [InlineData("Fabrikam", "contoso.example\nann@contoso.example", "entra-default", "“ann@contoso.example” is no domain name")]
    [InlineData("Fabrikam", "contoso.example\u0001", "entra-default", "is no domain name")]
    [InlineData("Fabrikam", "", "", "Choose one of the three")]
    [InlineData("Fabrikam", "", "MINIMAL", "Choose one of the three")]
    public async Task What_is_entered_wrongly_is_said_at_its_field_and_nothing_is_lost(string name, string domains, string profile, string words)
    {
        var (browser, _) = await OperatorAsync();
        await browser.OpenAsync($"{Path}/new");

        var refused = await browser.PostAsync($"{Path}/new", ("name", name), ("domains", $"{domains}\n{unique}.example"), ("profile", profile));

        Assert.Equal(422, refused.Status);
        Assert.Contains(words, refused.Html, StringComparison.Ordinal);
        Assert.Contains($"{unique}.example", refused.Html, StringComparison.Ordinal);
        Assert.Equal(0, await Database.Instance.ReadAsync(
            db => db.ScalarAsync<long>("select count(*) from email_domains where name = @name", new { name = $"{unique}.example".ToLowerInvariant() }, Stop), Stop));
    }

    [Fact]
    public async Task A_name_or_a_list_without_an_end_is_refused()
    {
        var (browser, _) = await OperatorAsync();
        await browser.OpenAsync($"{Path}/new");

        Assert.Contains("at most 200 characters", (await browser.SubmitAsync($"{Path}/new", ("name", new string('x', 201)), ("profile", "minimal"))).Html, StringComparison.Ordinal);
        var domains = string.Join('\n', Enumerable.Range(0, 51).Select(number => $"d{number}.{unique}.example"));
        Assert.Contains("at most 50 domains", (await browser.SubmitAsync($"{Path}/new", ("name", "x"), ("domains", domains), ("profile", "minimal"))).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_of_another_organization_is_named_and_nothing_is_created()
    {
        var (browser, _) = await OperatorAsync();
        await browser.OpenAsync($"{Path}/new");
        var (taken, free) = ($"{unique}-a.example".ToLowerInvariant(), $"{unique}-b.example".ToLowerInvariant());
        await browser.PostAsync($"{Path}/new", ("name", unique), ("domains", taken), ("profile", "minimal"));

        var refused = await browser.SubmitAsync($"{Path}/new", ("name", "Fabrikam " + unique), ("domains", $"{free}\n{taken}"), ("profile", "minimal"));

        Assert.Equal(422, refused.Status);
        Assert.Contains($"“{taken}” belongs to another organization", refused.Html, StringComparison.Ordinal);
        Assert.Contains($"value=\"Fabrikam {unique}\"", refused.Html, StringComparison.Ordinal);
        Assert.Contains("No name contains", (await browser.OpenAsync($"{Path}?name=Fabrikam+{unique}")).Html, StringComparison.Ordinal);
        await browser.OpenAsync($"{Path}/new");
        Assert.Equal(303, (await browser.PostAsync($"{Path}/new", ("name", unique), ("domains", free), ("profile", "minimal"))).Status);
    }

    [Fact]
    public async Task The_list_is_searched_by_name_and_goes_on_page_by_page()
    {
        var (browser, _) = await OperatorAsync();
        foreach (var number in Enumerable.Range(0, 103))
            await CreateAsync($"{unique} Ämter {number:000}");
        var name = Uri.EscapeDataString(unique.ToLowerInvariant() + " äMTER");

        var (found, path) = (new List<string>(), $"{Path}?name={name}");
        var pages = 0;
        for (; path is not null && pages < 5; pages++)
        {
            var page = await browser.OpenAsync(path);
            found.AddRange(System.Text.RegularExpressions.Regex.Matches(page.Html, $"{unique} Ämter (\\d{{3}})</a>").Select(static match => match.Groups[1].Value));
            Assert.Equal(pages > 0, page.Html.Contains("First page", StringComparison.Ordinal));
            var next = System.Text.RegularExpressions.Regex.Match(page.Html, "href=\"([^\"]+)\">Next page");
            path = next.Success ? next.Groups[1].Value : null;
        }

        Assert.Equal(3, pages);
        Assert.Equal(Enumerable.Range(0, 103).Select(static number => $"{number:000}"), found);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("!")]
    [InlineData("'")]
    [InlineData("\\")]
    public async Task A_search_takes_every_character_as_itself(string special)
    {
        var (browser, _) = await OperatorAsync();
        await CreateAsync($"{unique} a{special}b");
        await CreateAsync($"{unique} axb");

        var page = await browser.OpenAsync($"{Path}?name={Uri.EscapeDataString($"{unique} a{special}b")}");

        Assert.Contains($"{unique} a{special}b</a>", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain($"{unique} axb</a>", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name=%00")]
    [InlineData("name=%0d%0a")]
    [InlineData("after=nonsense")]
    [InlineData("after=%00")]
    [InlineData("after=AAAA")]
    [InlineData("after=MDE5YTdjMmI0MWUwN2QzMWE4ZDFmNjRiOGU0ZjJhMTAA")]
    [InlineData("name=a&name=b&after=x&after=y")]
    [InlineData("name=%ff%fe")]
    public async Task Addresses_of_the_list_that_nobody_made_show_the_list(string query) =>
        Assert.Equal(200, (await (await OperatorAsync()).Browser.OpenAsync($"{Path}?{query}")).Status);

    [Fact]
    public async Task A_search_without_an_end_is_cut_between_characters()
    {
        var (browser, _) = await OperatorAsync();

        foreach (var start in (int[])[199, 200])
            Assert.Equal(200, (await browser.OpenAsync($"{Path}?name={new string('x', start)}{string.Concat(Enumerable.Repeat("%F0%9F%8E%89", 20_000))}")).Status);
    }

    [Fact]
    public async Task The_operators_own_organization_is_no_customer()
    {
        var (browser, _) = await OperatorAsync();

        Assert.DoesNotContain($"{OperatorsOrganization.Id}", (await browser.OpenAsync($"{Path}?name={OperatorsOrganization.Name}")).Html, StringComparison.Ordinal);
        foreach (var path in (string[])["", "/branding", "/branding/preview", "/applications", "/applications/new"])
            Assert.Equal(404, (await browser.LookAsync($"{Path}/{OperatorsOrganization.Id}{path}")).Status);
    }

    [Fact]
    public async Task What_is_not_there_is_told_on_a_page()
    {
        var (browser, _) = await OperatorAsync();

        foreach (var id in (string[])["nonsense", Guid.CreateVersion7().ToString("N"), "0", Scim.Organization + "x"])
        {
            foreach (var path in (string[])["", "/branding", "/applications", $"/applications/{Guid.NewGuid():N}"])
            {
                var missing = await browser.LookAsync($"{Path}/{id}{path}");
                Assert.Equal(404, missing.Status);
                Assert.Contains("There is no page here", missing.Html, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Its_own_page_tells_state_and_counts()
    {
        var (browser, _) = await OperatorAsync();
        await CreateUserAsync();
        await Scim.CreateGroupAsync("Engineers");
        await Database.WriteAsync(Scim.Organization, db => Service<OrganizationRegister>().SetStateAsync(db, Organization.Suspended, Stop), Stop);

        var page = await browser.OpenAsync($"{Path}/{Scim.Organization}");

        Assert.Contains("<dt>Users</dt>", page.Html, StringComparison.Ordinal);
        Assert.Matches(@"<dt>Users</dt>\s*<dd>1</dd>", page.Html);
        Assert.Matches(@"<dt>Groups</dt>\s*<dd>1</dd>", page.Html);
        Assert.Contains("suspended", page.Html, StringComparison.Ordinal);
        Assert.Contains($"gatehouse organizations resume {Scim.Organization}", page.Html, StringComparison.Ordinal);
        Assert.Contains("https://accounts.contoso.example/scim/v2", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_without_the_form_or_from_another_site_are_refused()
    {
        var (browser, _) = await OperatorAsync();

        Assert.Equal(400, (await browser.PostAsync($"{Path}/new", ("name", unique), ("profile", "minimal"))).Status);
        Assert.Contains("No name contains", (await browser.OpenAsync($"{Path}?name={unique}")).Html, StringComparison.Ordinal);
    }

    Task CreateAsync(string name) => Database.WriteAsync(
        OrganizationId.New(TimeProvider.System), db => Service<OrganizationRegister>().CreateAsync(db, name, "minimal", Stop), Stop);
}

public sealed class OrganizationPagesOnSqlite(SqliteServer server) : OrganizationPageTests(server);

public sealed class OrganizationPagesOnPostgreSql(PostgreSqlServer server) : OrganizationPageTests(server);
