using System.Text.RegularExpressions;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Console;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;
using Gatehouse.Server.Tests.SignIn;

using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Server.Tests.Console;

/// <summary>
/// How the first operator comes in: by the link that a server without operators prints (S80). Each test has a server of its own, because
/// there is a first one only once.
/// </summary>
public abstract partial class FirstOperatorTests(OAuthServer server) : IAsyncLifetime
{
    const string Address = "noor@contoso.example";
    const string Password = "correct horse battery";
    static readonly Uri PublicUrl = new("https://accounts.contoso.example");

    HttpClient? pages;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    FirstOperatorLinks Links => server.Services.GetRequiredService<FirstOperatorLinks>();

    Database Database => server.Services.GetRequiredService<Database>();

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(server.MissingBecause is not null, server.MissingBecause ?? "");
        await server.InitializeAsync();
        pages = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Http.BaseAddress };
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        pages?.Dispose();
        await server.DisposeAsync();
    }

    // Set before the test runs.
    PageClient NewBrowser() => new(pages!);

    async Task<string> NewLinkAsync()
    {
        var link = await Links.NewAsync(PublicUrl, Stop);
        Assert.NotNull(link);
        Assert.StartsWith("https://accounts.contoso.example/console/first-operator/", link.AbsoluteUri, StringComparison.Ordinal);
        return link.AbsolutePath;
    }

    [Fact]
    public async Task From_the_link_to_the_console()
    {
        var link = await NewLinkAsync();
        var browser = NewBrowser();
        Assert.Contains("Become the first operator", (await browser.OpenAsync(link)).Html, StringComparison.Ordinal);
        // Looking does not use it up.
        await NewBrowser().OpenAsync(link);

        var account = await browser.PostAsync(link, ("name", " Noor Vermeer "), ("address", "Noor@Contoso.example"));
        Assert.Equal(303, account.Status);
        Assert.StartsWith("/account/", account.Location, StringComparison.Ordinal);
        await browser.OpenAsync(account.Location!);
        await browser.SubmitAsync(account.Location!, ("password", Password));
        var setUp = await browser.SubmitAsync("/sign-in/password", ("password", Password));
        Assert.Contains("Protect your account", setUp.Html, StringComparison.Ordinal);
        // Half of a sign-in opens nothing.
        Assert.Equal("/sign-in", (await NewBrowser().LookAsync("/console/organizations")).Location);
        var authenticator = await browser.SubmitAsync("/sign-in/set-up", ("method", "authenticator"));
        var secret = OtpNet.Base32Encoding.ToBytes(SecretPattern().Match(authenticator.Html).Groups[1].Value);
        await browser.SubmitAsync("/sign-in/set-up/authenticator", ("code", new OtpNet.Totp(secret).ComputeTotp()));
        var console = await browser.SubmitAsync("/sign-in/done");

        Assert.Equal(200, console.Status);
        Assert.Contains("There are no organizations yet", console.Html, StringComparison.Ordinal);
        Assert.Contains("Noor Vermeer", console.Html, StringComparison.Ordinal);
        var one = Assert.Single(await OperatorsAsync());
        Assert.Equal((Address, "Noor Vermeer", true), (one.UserName, one.DisplayName, one.Active));
        var added = (await EventsAsync()).Single(static happened => happened.Action == "operator.added");
        Assert.Equal(("system", "first-operator-link"), (added.ActorKind, added.ActorId));
    }

    [Fact]
    public async Task The_link_works_once()
    {
        var link = await NewLinkAsync();
        var (first, second) = (NewBrowser(), NewBrowser());
        await first.OpenAsync(link);
        await second.OpenAsync(link);

        var both = await Task.WhenAll(
            first.PostAsync(link, ("name", "Noor"), ("address", Address)), second.PostAsync(link, ("name", "Mira"), ("address", "mira@contoso.example")));

        Assert.Equal([303, 404], both.Select(static page => page.Status).Order());
        Assert.Single(await OperatorsAsync());
        Assert.Equal(404, (await NewBrowser().OpenAsync(link)).Status);
    }

    [Fact]
    public async Task A_new_start_ends_the_link_of_the_one_before()
    {
        var (before, now) = (await NewLinkAsync(), await NewLinkAsync());

        Assert.NotEqual(before, now);
        var dead = await NewBrowser().OpenAsync(before);
        Assert.Equal(404, dead.Status);
        Assert.Contains("works no longer", dead.Html, StringComparison.Ordinal);
        Assert.Equal(200, (await NewBrowser().OpenAsync(now)).Status);
    }

    [Fact]
    public async Task After_an_hour_it_is_dead()
    {
        var link = await NewLinkAsync();
        var browser = NewBrowser();
        await browser.OpenAsync(link);
        await Database.WriteAsync(OperatorsOrganization.Id, db => db.ExecuteAsync(
            "update operator_links set expires_at = expires_at - @hour where organization_id = @organization",
            new { hour = (long)TimeSpan.FromMinutes(60).TotalMilliseconds }, Stop), Stop);

        Assert.Equal(404, (await browser.PostAsync(link, ("name", "Noor"), ("address", Address))).Status);
        Assert.Equal(404, (await NewBrowser().OpenAsync(link)).Status);
        Assert.Empty(await OperatorsAsync());
    }

    [Fact]
    public async Task Once_there_is_an_operator_there_is_no_link_and_an_earlier_one_is_dead()
    {
        var link = await NewLinkAsync();
        var browser = NewBrowser();
        await browser.OpenAsync(link);
        await Database.WriteAsync(OperatorsOrganization.Id, db => server.Services.GetRequiredService<Operators>().InviteAsync(
            db, "mira@contoso.example", "Mira", PublicUrl, SignInTest.Operator, Stop), Stop);

        Assert.Null(await Links.NewAsync(PublicUrl, Stop));
        Assert.Equal(404, (await browser.PostAsync(link, ("name", "Noor"), ("address", Address))).Status);
        Assert.Single(await OperatorsAsync());
    }

    [Fact]
    public async Task What_is_entered_wrongly_is_said_at_its_field_and_the_link_still_works()
    {
        var link = await NewLinkAsync();
        var browser = NewBrowser();
        await browser.OpenAsync(link);

        foreach (var (name, address, words) in ((string, string, string)[])
        [
            ("", "", "Enter your name"), ("Noor", "noor", "whole e-mail address"), (new string('n', 201), Address, "at most 200"),
            ("Noor\nVermeer", Address, "Enter your name"), ("\u0001", Address, "Enter your name"), ("Noor", "noor@contoso.example\u0001", "whole e-mail address"),
        ])
        {
            var refused = await browser.SubmitAsync(link, ("name", name), ("address", address));
            Assert.Equal(422, refused.Status);
            Assert.Contains(words, refused.Html, StringComparison.Ordinal);
        }

        // No form may hold a NUL character.
        Assert.Equal(400, (await browser.PostAsync(link, ("name", "Noor\0"), ("address", Address))).Status);
        await browser.OpenAsync(link);
        Assert.Contains("value=\"<b>Noor\"", (await browser.SubmitAsync(link, ("name", "<b>Noor"), ("address", "x"))).Html, StringComparison.Ordinal);
        Assert.Equal(303, (await browser.PostAsync(link, ("name", "Noor"), ("address", Address))).Status);
    }

    [Fact]
    public async Task Guesses_and_forms_of_other_sites_lead_nowhere()
    {
        var link = await NewLinkAsync();

        foreach (var other in (string[])["/console/first-operator/x", link[..^1] + (link[^1] == 'A' ? 'B' : 'A'), $"{link}x", "/console/first-operator/%00"])
            Assert.InRange((await NewBrowser().OpenAsync(other)).Status, 400, 404);
        Assert.Equal(400, (await NewBrowser().PostAsync(link, ("name", "Noor"), ("address", Address))).Status);
        Assert.Empty(await OperatorsAsync());
    }

    [Fact]
    public async Task A_fresh_installation_has_neither_accounts_nor_credentials()
    {
        await NewLinkAsync();

        foreach (var table in (string[])["organizations", "users", "local_credentials", "local_sign_ins", "role_assignments", "clients", "client_credentials", "applications", "account_links"])
            Assert.Equal(0, await Database.Instance.ReadAsync(db => db.ScalarAsync<long>($"select count(*) from {table} where organization_id = @organization or 1 = 1", new { organization = Guid.Empty }, Stop), Stop));
    }

    Task<IReadOnlyList<RoleHolder>> OperatorsAsync() => Database.ReadAsync(
        OperatorsOrganization.Id, db => server.Services.GetRequiredService<Operators>().ListAsync(db, Stop), Stop);

    Task<IReadOnlyList<StoredAuditEvent>> EventsAsync() => Database.ReadAsync(
        OperatorsOrganization.Id, db => server.Services.GetRequiredService<AuditLog>().ListAsync(db, null, 20, Stop), Stop);

    [GeneratedRegex("id=\"secret\"[^>]*value=\"([A-Z2-7]+)\"")]
    private static partial Regex SecretPattern();
}

public sealed class FirstOperatorOnSqlite() : FirstOperatorTests(new SqliteServer());

public sealed class FirstOperatorOnPostgreSql() : FirstOperatorTests(new PostgreSqlServer());
