using Gatehouse.Server.Directory;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Server.Tests.Directory;

/// <summary>Attributes that organizations declare: they are added to and never taken away, whoever else adds at the same time.</summary>
public abstract class OrganizationSchemasTests(OAuthServer server) : OAuthTest(server)
{
    internal OrganizationId Id { get; } = OrganizationId.New(TimeProvider.System);

    internal OrganizationSchemas Schemas { get; } = new(TimeProvider.System);

    [Fact]
    public async Task A_schema_gains_attributes_and_keeps_the_types_of_those_it_has()
    {
        await CreateOrganizationAsync();

        Assert.NotNull(await AddAsync("tag", "string"));
        Assert.NotNull(await AddAsync("badge", "integer"));
        Assert.NotNull(await AddAsync("TAG", "String"));
        Assert.Null(await AddAsync("tag", "boolean"));

        Assert.Equal(["tag", "badge"], await AttributesAsync());
    }

    [Fact]
    public async Task Schemas_of_other_names_and_other_organizations_are_others()
    {
        await CreateOrganizationAsync();
        await AddAsync("tag", "string");

        var other = await Database.WriteAsync(Id, db => Schemas.AddAsync(db, "fabrikam", [new("tag", "boolean")], Stop), Stop);

        Assert.Equal("urn:ietf:params:scim:schemas:extension:fabrikam:2.0:User", other?.Id);
        Assert.Equal(["tag"], await AttributesAsync());
        Assert.Empty(await Database.ReadAsync(OrganizationId.New(TimeProvider.System), db => Schemas.ListAsync(db, Stop), Stop));
    }

    [Fact]
    public async Task What_is_added_at_the_same_time_is_all_there()
    {
        await CreateOrganizationAsync();
        var names = Enumerable.Range(10, 8).Select(static number => $"tag{number}").ToList();

        await Task.WhenAll(names.Select(name => Task.Run(() => AddAsync(name, "string"))));

        Assert.Equal(names, (await AttributesAsync()).Order(StringComparer.Ordinal));
    }

    internal Task CreateOrganizationAsync() => Database.WriteAsync(
        Id, db => Services.GetRequiredService<OrganizationRegister>().CreateAsync(db, "Contoso", "minimal", Stop), Stop);

    internal async Task<IEnumerable<string>> AttributesAsync() =>
        (await Database.ReadAsync(Id, db => Schemas.ListAsync(db, Stop), Stop)).Single(static schema => schema.Name == "contoso").Attributes.Select(static one => one.Name);

    Task<Gatehouse.Scim.Schemas.Schema?> AddAsync(string name, string type) =>
        Database.WriteAsync(Id, db => Schemas.AddAsync(db, "contoso", [new(name, type)], Stop), Stop);
}

public sealed class OrganizationSchemasOnSqlite(SqliteServer server) : OrganizationSchemasTests(server);

public sealed class OrganizationSchemasOnPostgreSql(PostgreSqlServer server) : OrganizationSchemasTests(server)
{
    [Fact]
    public async Task Transactions_that_run_side_by_side_do_not_overwrite_one_another()
    {
        const int Several = 4;
        await CreateOrganizationAsync();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = 0;

        await Task.WhenAll(Enumerable.Range(0, Several).Select(number => Database.WriteAsync(Id, async db =>
        {
            await Schemas.ListAsync(db, Stop);
            if (Interlocked.Increment(ref begun) == Several)
                all.SetResult();
            await all.Task.WaitAsync(Stop);
            await Schemas.AddAsync(db, "contoso", [new($"tag{number}", "string")], Stop);
        }, Stop)));

        Assert.Equal(["tag0", "tag1", "tag2", "tag3"], (await AttributesAsync()).Order(StringComparer.Ordinal));
    }
}
