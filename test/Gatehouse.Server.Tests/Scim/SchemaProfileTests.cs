using Gatehouse.Server.Directory;

namespace Gatehouse.Server.Tests.Scim;

/// <summary>The three profiles: how much an organization takes, each strictly.</summary>
public abstract class SchemaProfileTests(ServerFixture server) : ScimTest(server)
{
    public static TheoryData<string> Profiles => [SchemaProfile.Minimal, SchemaProfile.EntraDefault, SchemaProfile.Extended];

    [Theory]
    [InlineData("\"title\": \"Clerk\"", "'title'", "jobTitle")]
    [InlineData("\"addresses\": [{ \"type\": \"work\", \"locality\": \"Town\" }]", "'addresses'", "city")]
    [InlineData("\"phoneNumbers\": [{ \"type\": \"work\", \"value\": \"1\" }]", "'phoneNumbers'", "telephoneNumber")]
    [InlineData("\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\": { \"department\": \"Tools\" }", "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'", "department")]
    public async Task The_minimal_profile_says_which_mapping_row_to_delete(string members, string named, string source)
    {
        var minimal = await NewClientAsync(SchemaProfile.Minimal);
        var id = await minimal.CreateUserAsync("bea@contoso.example");

        (await minimal.PostAsync("/Users", ScimClient.User("ann@contoso.example", members))).ShouldRefuse(400, "invalidSyntax", named, source, "Entra");

        Assert.Equal([id], (await minimal.GetAsync("/Users")).Ids);
    }

    [Fact]
    public async Task The_minimal_profile_refuses_in_PATCH_too()
    {
        var minimal = await NewClientAsync(SchemaProfile.Minimal);
        var id = await minimal.CreateUserAsync("ann@contoso.example");

        (await minimal.PatchAsync($"/Users/{id}", """{ "op": "Add", "path": "title", "value": "Clerk" }""")).ShouldRefuse(400, "invalidPath", "title", "jobTitle");
        (await minimal.PatchAsync($"/Users/{id}", """{ "op": "Add", "path": "addresses[type eq \"work\"].locality", "value": "Town" }""")).ShouldRefuse(400, "invalidPath", "addresses", "city");
        (await minimal.FilterAsync("/Users", "title eq \"Clerk\"")).ShouldRefuse(400, "invalidFilter");
    }

    [Fact]
    public async Task The_minimal_profile_takes_what_signing_in_needs()
    {
        var minimal = await NewClientAsync(SchemaProfile.Minimal);

        var answer = (await minimal.PostAsync("/Users", ScimClient.User("ann@contoso.example", """
            "externalId": "ann", "active": true, "displayName": "Ann Berg", "preferredLanguage": "en", "name": { "givenName": "Ann", "familyName": "Berg" },
            "emails": [{ "type": "work", "value": "ann@contoso.example", "primary": true }]
            """))).ShouldBe(201);

        Assert.Equal(("Ann", "ann@contoso.example"), (answer["name", "givenName"], answer["emails", "0", "value"]));
        await minimal.CreateGroupAsync("Tools", answer.Id);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Every_profile_refuses_what_it_does_not_list_and_takes_what_it_does(string profile)
    {
        var client = await NewClientAsync(profile);
        var listed = Names(await client.GetAsync($"/Schemas/{ScimClient.UserUrn}"));

        foreach (var name in (string[])["title", "nickName", "userType", "locale", "timezone", "profileUrl"])
        {
            var answer = await client.PostAsync("/Users", ScimClient.User($"{name}@contoso.example", $"\"{name}\": \"x\""));
            if (listed.Contains(name))
                answer.ShouldBe(201);
            else
                answer.ShouldRefuse(400, "invalidSyntax", name);
        }

        foreach (var name in (string[])["shoeSize", "titel", "urn:unknown:2.0:User"])
            (await client.PostAsync("/Users", ScimClient.User("ann", $"\"{name}\": \"x\""))).ShouldRefuse(400, "invalidSyntax", name);
    }

    [Fact]
    public async Task With_a_token_the_organizations_schema_is_shown_and_without_the_default()
    {
        var (minimal, extended) = (await NewClientAsync(SchemaProfile.Minimal), await NewClientAsync(SchemaProfile.Extended));
        var path = $"/Schemas/{ScimClient.UserUrn}";

        var (least, middle, most) = (Names(await minimal.GetAsync(path)), Names(await Scim.GetAsync(path)), Names(await extended.GetAsync(path)));

        Assert.ProperSubset(middle, least);
        Assert.ProperSubset(most, middle);
        Assert.Equal(middle, Names(await minimal.With(null).GetAsync(path)));
        (await minimal.GetAsync($"/Schemas/{ScimClient.EnterpriseUrn}")).ShouldRefuse(404);
        Assert.DoesNotContain("\"title\"", (await minimal.GetAsync("/Schemas")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("enterprise", (await minimal.GetAsync("/ResourceTypes")).Text, StringComparison.Ordinal);
    }

    static HashSet<string> Names(ScimAnswer schema) => [.. schema.ShouldBe(200).Body.GetProperty("attributes").EnumerateArray()
        .Select(static attribute => attribute.GetProperty("name").GetString()!)];
}
