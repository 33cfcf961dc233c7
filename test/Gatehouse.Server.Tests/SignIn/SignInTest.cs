using System.Text.RegularExpressions;

using Gatehouse.Scim.Resources;
using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.Scim;

namespace Gatehouse.Server.Tests.SignIn;

/// <summary>People who sign in, as a browser would.</summary>
public abstract partial class SignInTest(ServerFixture server) : ScimTest(server)
{
    protected const string Password = "correct horse battery";

    internal static readonly AuditEvent Operator = new() { ActorKind = "operator", ActorId = "test", Action = "", TargetType = "", TargetId = "" };

    HttpClient? pages;

    internal string Address { get; } = $"mira.{Guid.NewGuid():N}@contoso.example";

    /// <summary>A browser of its own.</summary>
    internal PageClient NewBrowser() => new(pages ??= new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Http.BaseAddress });

    public override async ValueTask DisposeAsync()
    {
        pages?.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A user with a password and no second factor yet.</summary>
    internal async Task<UserId> CreateUserAsync(string? address = null, string? password = Password)
    {
        var hash = password is null ? null : await Service<PasswordHashing>().HashAsync(password, Stop);
        var resource = new ScimObject
        {
            ["schemas"] = new ScimList { ScimClient.UserUrn }, ["userName"] = address ?? Address, ["displayName"] = "Mira Okonkwo", ["active"] = true,
            ["name"] = new ScimObject { ["givenName"] = "Mira", ["familyName"] = "Okonkwo" },
            ["emails"] = new ScimList { new ScimObject { ["value"] = address ?? Address, ["type"] = "work", ["primary"] = true } },
        };
        return await Database.WriteAsync(
            Scim.Organization, db => Service<LocalAccountRegister>().CreateAsync(db, resource, hash, Operator, Stop), Stop);
    }

    /// <summary>A link for choosing a password.</summary>
    internal async Task<string> InviteAsync(UserId user) =>
        (await Database.WriteAsync(Scim.Organization, db => Service<LocalAccountRegister>().InviteAsync(db, user, new Uri("https://accounts.contoso.example"), Operator, Stop), Stop))!.Value.Link.Segments[^1];

    internal static async Task<Page> EnterAsync(PageClient browser, string address, string password)
    {
        await browser.OpenAsync("/sign-in");
        await browser.SubmitAsync("/sign-in", ("address", address));
        return await browser.SubmitAsync("/sign-in/password", ("password", password));
    }

    /// <summary>Enters the password and sets an authenticator up.</summary>
    /// <returns>The authenticator's secret, and the recovery codes.</returns>
    internal async Task<(byte[] Secret, IReadOnlyList<string> Codes)> SetUpAsync(PageClient browser, string? address = null)
    {
        await EnterAsync(browser, address ?? Address, Password);
        var page = await browser.SubmitAsync("/sign-in/set-up", ("method", "authenticator"));
        var secret = SecretOf(page);
        var codes = await browser.SubmitAsync("/sign-in/set-up/authenticator", ("code", CodeOf(secret)));
        return (secret, [.. CodePattern().Matches(codes.Html).Select(static match => match.Groups[1].Value)]);
    }

    /// <summary>The secret that a page shows for an authenticator.</summary>
    internal static byte[] SecretOf(Page page) => OtpNet.Base32Encoding.ToBytes(SecretPattern().Match(page.Html).Groups[1].Value);

    /// <summary>A person who is signed in with everything.</summary>
    internal async Task<(PageClient Browser, UserId User, byte[] Secret, IReadOnlyList<string> Codes)> SignedInAsync()
    {
        var user = await CreateUserAsync();
        var browser = NewBrowser();
        var (secret, codes) = await SetUpAsync(browser);
        await browser.SubmitAsync("/sign-in/done");
        return (browser, user, secret, codes);
    }

    /// <summary>What an authenticator shows now, or so many steps later.</summary>
    internal static string CodeOf(byte[] secret, int steps = 0) => new OtpNet.Totp(secret).ComputeTotp(DateTime.UtcNow.AddSeconds(30 * steps));

    /// <summary>The code of the newest mail.</summary>
    internal async Task<string> NewestCodeAsync() => MailedCodePattern().Match(await NewestMailAsync("sign-in-code")).Groups[1].Value;

    /// <summary>The link's secret of the newest mail of a kind.</summary>
    internal async Task<string> NewestLinkAsync(string kind, string? recipient = null) => LinkPattern().Match(await NewestMailAsync(kind, recipient)).Groups[1].Value;

    /// <summary>The newest mail of a kind to the test's own address, delivered or not yet.</summary>
    internal async Task<string> NewestMailAsync(string kind, string? recipient = null)
    {
        recipient ??= Address;
        var folder = Service<GatehouseOptions>().MailDirectory;
        for (var deadline = DateTime.UtcNow.AddSeconds(15); ; await Task.Delay(50, Stop))
        {
            Assert.True(DateTime.UtcNow < deadline, $"No mail of kind {kind} came.");
            if (await CountAsync("outbox_mails") > 0 || !System.IO.Directory.Exists(folder))
                continue;

            var mails = System.IO.Directory.GetFiles(folder, "*.eml").Select(static file => MimeKit.MimeMessage.Load(file))
                .Where(mail => mail.To.ToString().Contains(recipient, StringComparison.OrdinalIgnoreCase) && IsOf(kind, mail))
                .OrderBy(static mail => mail.Date).ThenBy(static mail => mail.MessageId, StringComparer.Ordinal).ToList();
            if (mails.Count > 0)
                return mails[^1].TextBody!;
        }
    }

    static bool IsOf(string kind, MimeKit.MimeMessage mail) => kind switch
    {
        "sign-in-code" => MailedCodePattern().IsMatch(mail.TextBody!),
        "password-reset" or "address-change" => LinkPattern().IsMatch(mail.TextBody!),
        _ => !MailedCodePattern().IsMatch(mail.TextBody!) && !LinkPattern().IsMatch(mail.TextBody!),
    };

    [GeneratedRegex(@"\b(\d{6})\b")]
    private static partial Regex MailedCodePattern();

    [GeneratedRegex(@"https://accounts\.contoso\.example/account/(\S+)")]
    private static partial Regex LinkPattern();

    internal Task<long> FailuresAsync() => CountAsync("audit_events", "action = 'sign-in.failed'");

    [GeneratedRegex("id=\"secret\"[^>]*value=\"([A-Z2-7]+)\"")]
    private static partial Regex SecretPattern();

    [GeneratedRegex("<code>([0-9a-z-]{19})</code>")]
    private static partial Regex CodePattern();
}
