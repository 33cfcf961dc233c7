using System.Globalization;

namespace Gatehouse.Server.Tests.Scim;

/// <summary>POST /Users (RFC 7644 §3.3).</summary>
public abstract class CreateUserTests(ServerFixture server) : ScimTest(server)
{
    [Fact]
    public async Task A_user_is_created_and_can_be_read_where_the_answer_says()
    {
        var created = (await Scim.PostAsync("/Users", ScimClient.User("ann@contoso.example", "\"displayName\": \"Łódź 漢\""))).ShouldBe(201);

        var read = await Scim.GetAsync($"/Users/{created.Id}");
        Assert.Equal(created.Text, read.ShouldBe(200).Text);
        Assert.EndsWith($"/scim/v2/Users/{created.Id}", created.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(created.Headers.Location.AbsoluteUri, created["meta", "location"]);
        Assert.Equal(created["meta", "created"], created["meta", "lastModified"]);
        Assert.EndsWith("Z", created["meta", "created"], StringComparison.Ordinal);
        Assert.True(DateTimeOffset.TryParse(created["meta", "created"], CultureInfo.InvariantCulture, out _));
        Assert.Equal(("User", created.ETag), (created["meta", "resourceType"], created["meta", "version"]));
        Assert.Equal("Łódź 漢", read["displayName"]);
        Assert.Equal("application/scim+json", created.ContentHeaders.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("", "true")]
    [InlineData("\"active\": null", "true")]
    [InlineData("\"active\": false", "false")]
    [InlineData("\"active\": \"False\"", "false")]
    [InlineData("\"active\": \"True\"", "true")]
    public async Task Active_is_always_there_and_true_unless_said_otherwise(string members, string active)
    {
        var id = await Scim.CreateUserAsync("ann@contoso.example", members);

        Assert.Equal(active, (await Scim.GetAsync($"/Users/{id}"))["active"]);
        Assert.Equal([id], (await Scim.FilterAsync("/Users", $"active eq {active}")).Ids);
    }

    [Fact]
    public async Task Every_unknown_attribute_is_named_and_nothing_is_stored()
    {
        var answer = await Scim.PostAsync("/Users", ScimClient.User("ann@contoso.example", $$"""
            "shoeSize": 44, "dispalyName": "Ann", "name": { "nick": "A" }, "emails": [{ "value": "a@b", "verified": true }],
            "{{ScimClient.EnterpriseUrn}}": { "departmnt": "Tools" }, "urn:other:2.0:User": { "floor": 3 }
            """));

        answer.ShouldRefuse(400, "invalidSyntax",
            "'shoeSize'", "'dispalyName'", "'displayName'", "'name.nick'", "'emails.verified'", $"'{ScimClient.EnterpriseUrn}:departmnt'", "'department'",
            "'urn:other:2.0:User'");
        Assert.Equal(0, await CountAsync("users"));
    }

    [Theory]
    [InlineData("ann@contoso.example", "ANN@contoso.example")]
    [InlineData("caf\\u00e9@contoso.example", "cafe\\u0301@contoso.example")]
    [InlineData("\\u00c5sa", "\\u00e5SA")]
    [InlineData("\\uff21nn", "ann")]
    [InlineData("straße@contoso.example", "STRAßE@contoso.example")]
    public async Task Names_that_are_the_same_to_people_collide(string first, string second)
    {
        await Scim.CreateUserAsync(first);

        (await Scim.PostAsync("/Users", ScimClient.User(second))).ShouldRefuse(409, "uniqueness", "userName");
        Assert.Equal(1, await CountAsync("users"));
    }

    [Fact]
    public async Task Addresses_and_external_ids_need_not_be_unique()
    {
        const string Members = "\"externalId\": \"Same\", \"emails\": [{ \"value\": \"shared@contoso.example\", \"type\": \"work\" }]";

        var first = await Scim.CreateUserAsync("ann@contoso.example", Members);
        var second = await Scim.CreateUserAsync("bea@contoso.example", Members);

        Assert.NotEqual(first, second);
        Assert.Equal(2, (await Scim.FilterAsync("/Users", "externalId eq \"Same\"")).Total);
        Assert.Equal(0, (await Scim.FilterAsync("/Users", "externalId eq \"same\"")).Total);
        Assert.Equal(2, (await Scim.FilterAsync("/Users", "emails.value eq \"SHARED@contoso.example\"")).Total);
    }

    [Fact]
    public async Task What_only_the_server_writes_is_ignored()
    {
        var answer = (await Scim.PostAsync("/Users", ScimClient.User("ann@contoso.example", """
            "id": "x", "password": "canary-secret", "groups": [{ "value": "g" }], "meta": { "created": "1999-01-01T00:00:00Z", "resourceType": "User" }
            """))).ShouldBe(201);

        Assert.True(Guid.TryParse(answer.Id, out _));
        Assert.DoesNotContain("1999", answer.Text, StringComparison.Ordinal);
        Assert.Null(answer["groups"]);
        Assert.DoesNotContain("canary", (await Scim.GetAsync($"/Users/{answer.Id}?attributes=password,userName")).Text, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("users", "resource like '%canary%'"));
    }

    [Fact]
    public async Task Values_come_back_as_they_were_sent_and_names_as_the_schema_has_them()
    {
        var answer = (await Scim.PostAsync("/Users", $$"""
            {
              "{{ScimClient.EnterpriseUrn.ToUpperInvariant()}}": { "DEPARTMENT": "Tools" },
              "SCHEMAS": ["{{ScimClient.UserUrn}}", "urn:hint:without:data"],
              "USERNAME": "Ann@Contoso.example", "Name": { "GIVENNAME": " Ann " },
              "phoneNumbers": [{ "value": "55555555555", "type": "school" }], "profileUrl": "QHXUEEQ"
            }
            """)).ShouldBe(201);

        Assert.Equal("Ann@Contoso.example", answer["userName"]);
        Assert.Equal(" Ann ", answer["name", "givenName"]);
        Assert.Equal(("55555555555", "school"), (answer["phoneNumbers", "0", "value"], answer["phoneNumbers", "0", "type"]));
        Assert.Equal("QHXUEEQ", answer["profileUrl"]);
        Assert.Equal("Tools", answer[ScimClient.EnterpriseUrn, "department"]);
        Assert.Equal([ScimClient.UserUrn, ScimClient.EnterpriseUrn], answer.Body.GetProperty("schemas").EnumerateArray().Select(static urn => urn.GetString()));
    }

    [Fact]
    public async Task A_manager_who_does_not_exist_yet_is_kept_and_named_once_there()
    {
        var manager = Guid.CreateVersion7().ToString();
        var id = await Scim.CreateUserAsync("ann@contoso.example", $"\"{ScimClient.EnterpriseUrn}\": {{ \"manager\": \"{manager}\" }}");
        var bea = await Scim.CreateUserAsync("bea@contoso.example", "\"displayName\": \"Bea\"");

        Assert.Null((await Scim.GetAsync($"/Users/{id}"))[ScimClient.EnterpriseUrn, "manager", "$ref"]);
        await Scim.PatchAsync($"/Users/{id}", $$"""{ "op": "Replace", "path": "{{ScimClient.EnterpriseUrn}}:manager", "value": "{{bea}}" }""");

        var user = await Scim.GetAsync($"/Users/{id}");
        Assert.Equal((bea, "Bea"), (user[ScimClient.EnterpriseUrn, "manager", "value"], user[ScimClient.EnterpriseUrn, "manager", "displayName"]));
        Assert.EndsWith($"/scim/v2/Users/{bea}", user[ScimClient.EnterpriseUrn, "manager", "$ref"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(254)]
    [InlineData(1_024)]
    public async Task Long_names_are_taken(int length)
    {
        var name = new string('x', length);

        var id = await Scim.CreateUserAsync(name);

        Assert.Equal([id], (await Scim.FilterAsync("/Users", $"userName eq \"{name}\"")).Ids);
    }

    [Theory]
    [InlineData("userName")]
    [InlineData("externalId")]
    public async Task Names_too_long_to_be_found_again_are_refused(string attribute)
    {
        var body = attribute == "userName" ? ScimClient.User(new string('x', 1_025)) : ScimClient.User("ann", $"\"externalId\": \"{new string('x', 1_025)}\"");

        (await Scim.PostAsync("/Users", body)).ShouldRefuse(400, "invalidValue", attribute);
    }

    [Theory]
    [InlineData("application/scim+json; charset=utf-8")]
    [InlineData("application/scim+json")]
    [InlineData("Application/JSON;charset=UTF-8")]
    [InlineData(null)]
    public async Task The_media_types_that_clients_send_are_read(string? mediaType) =>
        (await Scim.SendAsync("POST", "/Users", ScimClient.Content(System.Text.Encoding.UTF8.GetBytes(ScimClient.User("ann")), mediaType))).ShouldBe(201);

    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("application/scim+json")]
    [InlineData("text/html")]
    public async Task Answers_are_SCIM_whatever_is_accepted(string? accept)
    {
        var answer = await Scim.GetAsync("/Users", accept is null ? [] : [("Accept", accept)]);

        Assert.Equal("application/scim+json", answer.ShouldBe(200).ContentHeaders.ContentType?.MediaType);
    }
}
