using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Server.Tests.Organizations;

public abstract class OrganizationRegisterTests(OAuthServer server) : OAuthTest(server)
{
    readonly OrganizationId id = OrganizationId.New(TimeProvider.System);
    readonly string domain = $"d{Guid.NewGuid():N}.example";

    OrganizationRegister Register => Services.GetRequiredService<OrganizationRegister>();

    [Fact]
    public async Task A_new_organization_is_active_and_found_under_its_id_alone()
    {
        await CreateAsync(id, "Contoso é 🎉");

        var found = await FindAsync(id);
        Assert.Equal((id, "Contoso é 🎉", "active", "minimal"), (found!.Id, found.Name, found.State, found.SchemaProfile));
        Assert.InRange(found.CreatedAt, DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeMilliseconds(), DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds());
        Assert.Null(await FindAsync(OrganizationId.New(TimeProvider.System)));
    }

    [Fact]
    public async Task Organizations_may_share_a_name_but_not_an_id()
    {
        var other = OrganizationId.New(TimeProvider.System);
        await CreateAsync(id, "Contoso");
        await CreateAsync(other, "Contoso");

        await Assert.ThrowsAsync<UniqueViolationException>(() => CreateAsync(id, "Another"));

        Assert.Equal("Contoso", (await FindAsync(id))!.Name);
    }

    [Fact]
    public async Task The_list_holds_all_of_them_oldest_first()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var register = new OrganizationRegister(clock);
        var later = OrganizationId.New(TimeProvider.System);
        await Database.WriteAsync(id, db => register.CreateAsync(db, "First", "minimal", Stop), Stop);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await Database.WriteAsync(later, db => register.CreateAsync(db, "Second", "minimal", Stop), Stop);

        var listed = await Database.Instance.ReadAsync(db => Register.ListAsync(db, Stop), Stop);

        Assert.Equal(["First", "Second"], listed.Where(one => one.Id == id || one.Id == later).Select(static one => one.Name));
        Assert.Equal(listed.Select(static one => one.CreatedAt).Order(), listed.Select(static one => one.CreatedAt));
    }

    [Fact]
    public async Task State_and_profile_change_and_leave_others_alone()
    {
        var other = OrganizationId.New(TimeProvider.System);
        await CreateAsync(id, "Contoso");
        await CreateAsync(other, "Fabrikam");

        Assert.True(await WriteAsync(id, db => Register.SetStateAsync(db, Organization.Suspended, Stop)));
        Assert.True(await WriteAsync(id, db => Register.SetSchemaProfileAsync(db, "extended", Stop)));

        Assert.Equal(("suspended", "extended"), await StateAsync(id));
        Assert.Equal(("active", "minimal"), await StateAsync(other));
        Assert.True(await WriteAsync(id, db => Register.SetStateAsync(db, Organization.Active, Stop)));
        Assert.Equal(("active", "extended"), await StateAsync(id));
    }

    [Fact]
    public async Task Of_an_organization_that_is_not_there_nothing_changes()
    {
        Assert.False(await WriteAsync(id, db => Register.SetStateAsync(db, Organization.Suspended, Stop)));
        Assert.False(await WriteAsync(id, db => Register.SetSchemaProfileAsync(db, "extended", Stop)));

        Assert.Null(await FindAsync(id));
    }

    [Fact]
    public async Task A_domain_belongs_to_the_first_who_claims_it_however_it_is_written()
    {
        var other = OrganizationId.New(TimeProvider.System);

        Assert.True(await ClaimAsync(id, $" {domain.ToUpperInvariant()} "));

        Assert.False(await ClaimAsync(other, domain));
        Assert.False(await ClaimAsync(id, domain));
        Assert.Equal(id.Value, await Database.Instance.ReadAsync(
            db => db.ScalarAsync<Guid>("select organization_id from email_domains where name = @domain", new { domain }, Stop), Stop));
    }

    [Fact]
    public async Task Of_two_that_claim_a_domain_at_once_one_gets_it()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ClaimAsync(OrganizationId.New(TimeProvider.System), domain))));

        Assert.Single(claims, static claimed => claimed);
    }

    Task CreateAsync(OrganizationId organization, string name) =>
        Database.WriteAsync(organization, db => Register.CreateAsync(db, name, "minimal", Stop), Stop);

    Task<Organization?> FindAsync(OrganizationId organization) => Database.ReadAsync(organization, db => Register.FindAsync(db, Stop), Stop);

    async Task<(string State, string Profile)> StateAsync(OrganizationId organization) =>
        await FindAsync(organization) is { } found ? (found.State, found.SchemaProfile) : default;

    Task<bool> ClaimAsync(OrganizationId organization, string name) =>
        WriteAsync(organization, async db => await new EmailDomains(Database, TimeProvider.System).ClaimAsync(db, name, Stop) == DomainClaim.Claimed);

    Task<bool> WriteAsync(OrganizationId organization, Func<DbScope, Task<bool>> work) => Database.WriteAsync(organization, work, Stop);
}

public sealed class OrganizationRegisterOnSqlite(SqliteServer server) : OrganizationRegisterTests(server);

public sealed class OrganizationRegisterOnPostgreSql(PostgreSqlServer server) : OrganizationRegisterTests(server);
