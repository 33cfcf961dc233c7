using Gatehouse.Server.Findings;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Tests.OAuth;
using Gatehouse.Server.Tests.SignIn;

namespace Gatehouse.Server.Tests.Findings;

/// <summary>An organization is told what it should look at, and not more often than it can bear.</summary>
public abstract class FindingDigestTests(ServerFixture server) : SignInTest(server)
{
    FindingRegister Register => Service<FindingRegister>();

    Task RaiseAsync(string subject, string kind = FindingKinds.SignedInBeforeProvisioning) => Database.WriteAsync(
        Scim.Organization, db => Register.RaiseAsync(db, kind, subject, new() { ["address"] = $"{subject}@contoso.example", ["federation"] = "Entra" }, Stop), Stop);

    Task<int> AgeAsync(string column, TimeSpan by) => Database.WriteAsync(Scim.Organization, db => db.ExecuteAsync(
        $"update findings set {column} = {column} - @by where organization_id = @organization", new { by = (long)by.TotalMilliseconds }, Stop), Stop);

    Task SetAddressAsync(string? address) =>
        Database.WriteAsync(Scim.Organization, db => Service<OrganizationRegister>().SetAlertAddressAsync(db, address, Stop), Stop);

    Task MailAsync() => Service<FindingDigests>().MailAsync(Stop);

    Task<long> TellingsAsync() => CountAsync("findings", "mailed_at is not null");

    [Fact]
    public async Task What_was_found_is_mailed_once_it_has_stood_for_an_hour()
    {
        await SetAddressAsync(Address);
        await RaiseAsync("mira");
        await RaiseAsync("li");
        await MailAsync();
        Assert.Equal(0, await TellingsAsync());

        await AgeAsync("raised_at", TimeSpan.FromHours(2));
        await MailAsync();

        Assert.Equal(2, await TellingsAsync());
        var mail = await NewestMailAsync("findings");
        Assert.All((string[])["mira@contoso.example", "li@contoso.example", "provisioning logs"], text => Assert.Contains(text, mail.ReplaceLineEndings(" "), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_next_mail_comes_a_day_later_at_the_earliest()
    {
        await SetAddressAsync(Address);
        await RaiseAsync("mira");
        await AgeAsync("raised_at", TimeSpan.FromHours(2));
        await MailAsync();
        await RaiseAsync("li");
        await AgeAsync("raised_at", TimeSpan.FromHours(2));
        await MailAsync();
        Assert.Equal(1, await TellingsAsync());

        await AgeAsync("mailed_at", TimeSpan.FromHours(25));
        await MailAsync();

        Assert.Equal(2, await TellingsAsync());
    }

    [Fact]
    public async Task What_was_put_right_meanwhile_is_not_mailed()
    {
        await SetAddressAsync(Address);
        await RaiseAsync("mira");
        await AgeAsync("raised_at", TimeSpan.FromHours(2));
        await Database.WriteAsync(Scim.Organization, db => Register.ResolveAsync(db, FindingKinds.SignedInBeforeProvisioning, "mira", Stop), Stop);

        await MailAsync();

        Assert.Equal(0, await CountAsync("outbox_mails"));
        Assert.Equal(0, await TellingsAsync());
    }

    [Fact]
    public async Task An_organization_without_an_address_is_told_when_it_has_one()
    {
        await RaiseAsync("mira");
        await AgeAsync("raised_at", TimeSpan.FromHours(2));
        await MailAsync();
        Assert.Equal(0, await TellingsAsync());

        await SetAddressAsync(Address);
        await MailAsync();

        Assert.Equal(1, await TellingsAsync());
    }

    [Fact]
    public async Task The_same_thing_again_is_counted_and_not_raised_anew()
    {
        await RaiseAsync("mira");
        await RaiseAsync("mira");
        await RaiseAsync("mira", FindingKinds.IdentityConflict);

        var open = await Database.ReadAsync(Scim.Organization, db => Register.ListOpenAsync(db, 10, Stop), Stop);

        Assert.Equal([1L, 2L], open.Select(static one => one.Times).Order());
        Assert.Equal(2, await CountAsync("audit_events", "action = 'finding.raised'"));
    }

    [Fact]
    public async Task Raising_at_once_makes_one()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RaiseAsync("mira")));

        Assert.Equal(1, await CountAsync("findings"));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void Every_kind_has_words(string language) => Assert.All(
        typeof(FindingKinds).GetFields().Select(static field => (string)field.GetRawConstantValue()!),
        kind => Assert.DoesNotContain(kind, FindingTexts.Line(language, new()
        {
            FindingId = default, Kind = kind, Subject = "subject", Times = 1, RaisedAt = default, LastAt = default,
            Details = """{ "address": "a", "federation": "f", "endsAt": "e", "reason": "r.", "record": "d", "until": "u" }""",
        }), StringComparison.Ordinal));
}

public sealed class FindingDigestOnSqlite(SqliteServer server) : FindingDigestTests(server);

public sealed class FindingDigestOnPostgreSql(PostgreSqlServer server) : FindingDigestTests(server);
