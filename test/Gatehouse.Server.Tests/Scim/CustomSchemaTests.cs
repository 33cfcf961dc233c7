using Gatehouse.Server.Directory;

namespace Gatehouse.Server.Tests.Scim;

/// <summary>Attributes that an organization declared for its own users.</summary>
public abstract class CustomSchemaTests(ServerFixture server) : ScimTest(server)
{
    const string Urn = "urn:ietf:params:scim:schemas:extension:contoso:2.0:User";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await DeclareAsync(new("badge", "string"), new("floor", "integer"), new("remote", "boolean"), new("hiredAt", "dateTime"), new("quota", "decimal"));
    }

    [Fact]
    public async Task Declared_attributes_are_published_stored_found_and_sorted_by()
    {
        Assert.Contains(Urn, (await Scim.GetAsync("/Schemas")).Ids);
        Assert.Contains(Urn, (await Scim.GetAsync("/ResourceTypes/User")).Text, StringComparison.Ordinal);

        // As Entra sends it: the URN is not in schemas, and integers and booleans may come as text.
        var ann = await Scim.CreateUserAsync("ann", $$"""
            "{{Urn}}": { "badge": "A7", "floor": "12", "remote": "True", "hiredAt": "2026-01-31T09:30:00+01:00", "quota": 1.5 }
            """);
        var bea = await Scim.CreateUserAsync("bea", $$"""
            "{{Urn}}": { "floor": 3 }
            """);

        var user = await Scim.GetAsync($"/Users/{ann}");
        Assert.Equal(("A7", "12", "true", "1.5"), (user[Urn, "badge"], user[Urn, "floor"], user[Urn, "remote"], user[Urn, "quota"]));
        Assert.Equal("2026-01-31T09:30:00+01:00", user[Urn, "hiredAt"]);
        Assert.Contains(Urn, user["schemas"], StringComparison.Ordinal);
        Assert.Equal([ann], (await Scim.FilterAsync("/Users", $"{Urn}:badge eq \"a7\"")).Ids);
        Assert.Equal([ann], (await Scim.FilterAsync("/Users", $"{Urn}:floor gt 5")).Ids);
        Assert.Equal([ann], (await Scim.FilterAsync("/Users", $"{Urn}:hiredAt eq \"2026-01-31T08:30:00Z\"")).Ids);
        Assert.Equal([bea, ann], (await Scim.GetAsync($"/Users?sortBy={Urn}:floor")).Ids);
    }

    [Fact]
    public async Task They_are_changed_by_PATCH_as_Entra_writes_them()
    {
        var id = await Scim.CreateUserAsync("ann");

        (await Scim.PatchAsync($"/Users/{id}", $$"""{ "op": "Add", "path": "{{Urn}}:badge", "value": "A8" }, { "op": "Replace", "path": "{{Urn}}:floor", "value": "4" }""")).ShouldBe(200);
        var user = await Scim.GetAsync($"/Users/{id}");
        Assert.Equal(("A8", "4"), (user[Urn, "badge"], user[Urn, "floor"]));

        (await Scim.PatchAsync($"/Users/{id}", $$"""{ "op": "Remove", "path": "{{Urn}}:badge" }, { "op": "remove", "path": "{{Urn}}:floor" }""")).ShouldBe(200);
        Assert.DoesNotContain(Urn, (await Scim.GetAsync($"/Users/{id}")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"colour\": \"red\"", "invalidSyntax", "colour")]
    [InlineData("\"bagde\": \"1\"", "invalidSyntax", "'badge'")]
    [InlineData("\"floor\": 1.5", "invalidValue", "floor")]
    [InlineData("\"floor\": \"ground\"", "invalidValue", "floor")]
    [InlineData("\"remote\": \"maybe\"", "invalidValue", "remote")]
    [InlineData("\"hiredAt\": \"2026-01-31\"", "invalidValue", "hiredAt")]
    [InlineData("\"badge\": { \"value\": 1 }", "invalidValue", "badge")]
    public async Task They_are_as_strict_as_all_others(string member, string scimType, string named)
    {
        (await Scim.PostAsync("/Users", ScimClient.User("ann", $"\"{Urn}\": {{ {member} }}"))).ShouldRefuse(400, scimType, named);
        Assert.Equal(0, await CountAsync("users"));
    }

    [Fact]
    public async Task Other_organizations_do_not_have_them()
    {
        var other = await NewClientAsync();

        (await other.PostAsync("/Users", ScimClient.User("ann", $"\"{Urn}\": {{ \"badge\": \"A7\" }}"))).ShouldRefuse(400, "invalidSyntax", Urn);
        Assert.DoesNotContain(Urn, (await other.GetAsync("/Schemas")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Urn, (await other.With(null).GetAsync("/Schemas")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_gains_attributes_and_no_attribute_changes_its_type()
    {
        Assert.NotNull(await DeclareAsync(new CustomAttribute("desk", "string"), new CustomAttribute("BADGE", "string")));
        Assert.Null(await DeclareAsync(new CustomAttribute("floor", "string")));
    }

    Task<Gatehouse.Scim.Schemas.Schema?> DeclareAsync(params CustomAttribute[] attributes) => Database.WriteAsync(
        Scim.Organization, db => Service<OrganizationSchemas>().AddAsync(db, "contoso", attributes, Stop), Stop);
}
