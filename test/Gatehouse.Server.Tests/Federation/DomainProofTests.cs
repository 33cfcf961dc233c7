using Gatehouse.Server.Audit;
using Gatehouse.Server.Federation.Domains;
using Gatehouse.Server.Findings;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Server.Tests.Federation;

/// <summary>Who owns a domain, by the DNS: a name server on this machine answers what each test says.</summary>
public abstract class DomainProofTests(ServerFixture server) : FederationTest(server)
{
    readonly NameServer dns = new();
    readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);

    public override async ValueTask DisposeAsync()
    {
        dns.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    DomainProofs Proofs => new(Service<GatehouseOptions>() with { Domains = new([dns.EndPoint]) });

    EmailDomains Domains => new(Database, clock);

    async Task<EmailDomain> ClaimedAsync()
    {
        await Database.WriteAsync(Scim.Organization, db => Domains.ClaimAsync(db, Domain, Stop), Stop);
        return (await FoundAsync())!;
    }

    Task<EmailDomain?> FoundAsync() => Domains.FindOfAnyAsync(Domain, Stop);

    [Fact]
    public async Task The_record_of_the_domain_proves_it()
    {
        var domain = await ClaimedAsync();
        dns.Records[$"_gatehouse.{Domain}"] = domain.Challenge;

        Assert.Equal(DomainProof.Found, await Proofs.LookAsync(domain, Stop));
    }

    [Theory]
    [InlineData("gatehouse-of-somebody-else")]
    [InlineData("")]
    public async Task Another_record_does_not(string text)
    {
        var domain = await ClaimedAsync();
        dns.Records[$"_gatehouse.{Domain}"] = text;
        dns.Records[Domain] = domain.Challenge;

        Assert.Equal(DomainProof.Missing, await Proofs.LookAsync(domain, Stop));
    }

    [Fact]
    public async Task No_record_is_missing_and_no_answer_says_nothing()
    {
        var domain = await ClaimedAsync();

        Assert.Equal(DomainProof.Missing, await Proofs.LookAsync(domain, Stop));
        dns.Fails = true;
        Assert.Equal(DomainProof.Unknown, await Proofs.LookAsync(domain, Stop));
    }

    [Fact]
    public async Task Each_claim_has_a_challenge_of_its_own()
    {
        var first = await ClaimedAsync();
        await Database.WriteAsync(Scim.Organization, db => Domains.ClaimAsync(db, $"second-{Domain}", Stop), Stop);

        Assert.NotEqual(first.Challenge, (await Domains.FindOfAnyAsync($"second-{Domain}", Stop))!.Challenge);
    }

    [Fact]
    public async Task A_record_that_goes_is_found_and_after_a_week_the_domain_counts_no_more()
    {
        var domain = await ClaimedAsync();
        dns.Records[$"_gatehouse.{Domain}"] = domain.Challenge;
        await Database.WriteAsync(Scim.Organization, db => Domains.VerifyAsync(db, Domain, EmailDomain.ByDns, Stop), Stop);
        dns.Records.Clear();
        await GoAsync();
        Assert.Empty(await FindingsAsync());

        await AfterDaysAsync(8);
        Assert.Equal((FindingKinds.DomainProofLost, Domain), Assert.Single(await FindingsAsync()) is var one ? (one.Kind, one.Subject) : default);
        Assert.True((await FoundAsync())!.IsVerified);

        for (var day = 0; day < 8; day++)
            await AfterDaysAsync(1.1);

        Assert.False((await FoundAsync())!.IsVerified);
        Assert.Equal(1, await CountAsync("audit_events", "action = 'domain.suspended'"));
    }

    [Fact]
    public async Task A_record_that_comes_back_resolves_it()
    {
        var domain = await ClaimedAsync();
        await Database.WriteAsync(Scim.Organization, db => Domains.VerifyAsync(db, Domain, EmailDomain.ByDns, Stop), Stop);
        await AfterDaysAsync(8);
        Assert.Single(await FindingsAsync());
        dns.Records[$"_gatehouse.{Domain}"] = domain.Challenge;

        await AfterDaysAsync(2);

        Assert.Empty(await FindingsAsync());
        Assert.Null((await FoundAsync())!.LostAt);
    }

    [Fact]
    public async Task An_operators_word_and_a_dns_that_is_away_take_nothing_back()
    {
        await ClaimedAsync();
        await Database.WriteAsync(Scim.Organization, db => Domains.VerifyAsync(db, Domain, EmailDomain.ByOperator, Stop), Stop);
        await AfterDaysAsync(30);
        Assert.Empty(await FindingsAsync());

        await Database.WriteAsync(Scim.Organization, db => Domains.VerifyAsync(db, Domain, EmailDomain.ByDns, Stop), Stop);
        dns.Fails = true;
        await AfterDaysAsync(30);

        Assert.Empty(await FindingsAsync());
        Assert.DoesNotContain(await Domains.ListDueAsync(100, Stop), one => one.Name == Domain);
        clock.Advance(TimeSpan.FromDays(1.1));
        Assert.Contains(await Domains.ListDueAsync(100, Stop), one => one.Name == Domain);
    }

    Task AfterDaysAsync(double days)
    {
        clock.Advance(TimeSpan.FromDays(days));
        return GoAsync();
    }

    Task GoAsync() => new DomainRounds(
        Database, Domains, Proofs, new FindingRegister(Service<AuditLog>(), clock), Service<AuditLog>(), clock, NullLogger<DomainRounds>.Instance).GoAsync(Stop);
}

public sealed class DomainProofOnSqlite(SqliteServer server) : DomainProofTests(server);

public sealed class DomainProofOnPostgreSql(PostgreSqlServer server) : DomainProofTests(server);
