using Gatehouse.Server.Console;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Mail;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Gatehouse.Server.Tests.Console;

/// <summary>Who gets in to the console, and who does not.</summary>
public abstract class OperatorTests(ServerFixture server) : ConsoleTest(server)
{
    const string Page = "/console/organizations?name=fabrikam";

    [Fact]
    public async Task Whoever_is_not_signed_in_signs_in_as_an_operator_and_comes_back()
    {
        // A customer's person of the same address and password is somebody else.
        await CreateUserAsync(OperatorAddress);
        var (_, link) = await InviteOperatorAsync();
        var chooses = NewBrowser();
        await chooses.OpenAsync(link.AbsolutePath);
        Assert.Equal(303, (await chooses.PostAsync(link.AbsolutePath, ("password", Password))).Status);
        var browser = NewBrowser();

        Assert.Equal("/sign-in", (await browser.LookAsync(Page)).Location);
        await browser.OpenAsync("/sign-in");
        await browser.SubmitAsync("/sign-in", ("address", OperatorAddress));
        await browser.SubmitAsync("/sign-in/password", ("password", Password));
        var setUp = await browser.SubmitAsync("/sign-in/set-up", ("method", "authenticator"));
        var secret = OtpNet.Base32Encoding.ToBytes(System.Text.RegularExpressions.Regex.Match(setUp.Html, "id=\"secret\"[^>]*value=\"([A-Z2-7]+)\"").Groups[1].Value);
        await browser.SubmitAsync("/sign-in/set-up/authenticator", ("code", CodeOf(secret)));
        var back = await browser.PostAsync("/sign-in/done");

        Assert.Equal((303, Page), (back.Status, back.Location));
        Assert.Equal(200, (await browser.LookAsync(Page)).Status);
    }

    [Fact]
    public async Task A_form_that_was_sent_without_a_sign_in_leads_to_the_console_afterwards()
    {
        var (signedIn, _) = await OperatorAsync();
        await signedIn.OpenAsync("/console/organizations/new");
        signedIn.Forget("__Host-sign-in");

        Assert.Equal("/sign-in", (await signedIn.PostAsync("/console/organizations/new", ("name", "Fabrikam"))).Location);
        Assert.Equal("/console", Service<SignInCookies>().Flow(RequestWith(signedIn.Cookies))!.ReturnUrl);
    }

    [Fact]
    public async Task Customers_people_are_told_that_it_is_not_theirs()
    {
        var browser = await BrowserOfAsync(Scim.Organization, await CreateUserAsync());

        foreach (var path in (string[])["/console", "/console/organizations", "/console/organizations/new", $"/console/organizations/{Scim.Organization}/branding"])
        {
            var refused = await browser.LookAsync(path);
            Assert.Equal(403, refused.Status);
            Assert.Contains("not yours to see", refused.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Somebody_of_the_operators_without_the_role_gets_no_further()
    {
        var user = await Database.WriteAsync(OperatorsOrganization.Id, async db =>
        {
            await Service<OrganizationRegister>().EnsureAsync(db, OperatorsOrganization.Name, SchemaProfile.Minimal, Stop);
            return await Service<LocalAccountRegister>().CreateAsync(db, LocalUser.Of(OperatorAddress, null), null, Operator, Stop);
        }, Stop);

        Assert.Equal(403, (await (await BrowserOfAsync(OperatorsOrganization.Id, user)).LookAsync("/console/organizations")).Status);
    }

    [Fact]
    public async Task A_removed_operator_is_out_at_once_and_everything_that_opened_the_account_is_gone()
    {
        var (browser, user) = await OperatorAsync();
        await Database.WriteAsync(OperatorsOrganization.Id, async db =>
        {
            await Service<LocalCredentials>().SetPasswordAsync(db, user, "hash", Stop);
            await Service<LocalCredentials>().AddEmailAsync(db, user, Stop);
        }, Stop);
        Assert.Equal(200, (await browser.LookAsync("/console/organizations")).Status);

        Assert.True(await RemoveOperatorAsync());

        Assert.Equal(403, (await browser.LookAsync("/console/organizations")).Status);
        Assert.False(await RemoveOperatorAsync());
        Assert.Empty(await Database.ReadAsync(OperatorsOrganization.Id, db => Service<LocalCredentials>().ListAsync(db, user, Stop), Stop));
        Assert.Empty(await Database.ReadAsync(OperatorsOrganization.Id, db => Service<SignIns>().ListAsync(db, user, Stop), Stop));
        Assert.Empty(await Service<LocalAccounts>().FindAsync(OperatorAddress, null, Stop));
    }

    [Fact]
    public async Task Whoever_was_removed_can_be_invited_again_and_begins_anew()
    {
        var (first, _) = await InviteOperatorAsync();
        await RemoveOperatorAsync();

        var (again, link) = await InviteOperatorAsync();

        Assert.Equal(first, again);
        Assert.Equal(200, (await NewBrowser().OpenAsync(link.AbsolutePath)).Status);
        Assert.Single(
            await Database.ReadAsync(OperatorsOrganization.Id, db => Service<Operators>().ListAsync(db, Stop), Stop),
            one => one.UserId == again.Value && one.Active);
    }

    [Fact]
    public async Task The_invitation_speaks_of_the_console_and_not_of_an_account_at_a_customer()
    {
        await InviteOperatorAsync();

        var folder = Service<GatehouseOptions>().MailDirectory;
        for (var deadline = DateTime.UtcNow.AddSeconds(15); ; await Task.Delay(50, Stop))
        {
            Assert.True(DateTime.UtcNow < deadline, "No invitation came.");
            var mail = System.IO.Directory.Exists(folder)
                ? System.IO.Directory.GetFiles(folder, "*.eml").Select(static file => MimeKit.MimeMessage.Load(file))
                    .FirstOrDefault(one => one.To.ToString().Contains(OperatorAddress, StringComparison.Ordinal))
                : null;
            if (mail is null)
                continue;

            Assert.Equal(MailTexts.OperatorInvitation(new Addressee(EmailAddress.Parse(OperatorAddress), "Noor Vermeer", null), PublicUrl, TimeSpan.FromDays(3)).Subject, mail.Subject);
            return;
        }
    }

    [Fact]
    public void Every_page_of_the_console_is_for_operators_alone()
    {
        var console = Service<IEnumerable<EndpointDataSource>>().SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(static endpoint => endpoint.RoutePattern.RawText!.StartsWith("/console", StringComparison.Ordinal)
                && !endpoint.RoutePattern.RawText!.StartsWith(FirstOperatorEndpoints.Path, StringComparison.Ordinal))
            .ToList();

        Assert.True(console.Count > 20);
        Assert.All(console, static endpoint => Assert.Equal(OperatorRequirement.Policy, endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy));
        Assert.All(console, static endpoint => Assert.Null(endpoint.Metadata.GetMetadata<IAllowAnonymous>()));
    }

    static Microsoft.AspNetCore.Http.HttpRequest RequestWith(IReadOnlyDictionary<string, string> cookies)
    {
        var http = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        http.Request.Headers.Cookie = string.Join("; ", cookies.Select(static one => $"{one.Key}={one.Value}"));
        return http.Request;
    }
}

public sealed class OperatorsOnSqlite(SqliteServer server) : OperatorTests(server);

public sealed class OperatorsOnPostgreSql(PostgreSqlServer server) : OperatorTests(server);
