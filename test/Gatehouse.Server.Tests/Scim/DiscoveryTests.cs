using System.Text.Json;

namespace Gatehouse.Server.Tests.Scim;

/// <summary>/ServiceProviderConfig, /ResourceTypes and /Schemas (RFC 7644 §4).</summary>
public abstract class DiscoveryTests(ServerFixture server) : ScimTest(server)
{
    const string ListUrn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    [Theory]
    [InlineData("/ServiceProviderConfig", "ServiceProviderConfig")]
    [InlineData("/ResourceTypes/User", "ResourceType")]
    [InlineData("/ResourceTypes/group", "ResourceType")]
    [InlineData("/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", "Schema")]
    [InlineData("/Schemas/URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:GROUP", "Schema")]
    [InlineData("/Schemas/urn%3Aietf%3Aparams%3Ascim%3Aschemas%3Aextension%3Aenterprise%3A2.0%3AUser", "Schema")]
    public async Task One_document_is_one_object_and_open_to_everybody(string path, string type)
    {
        var anonymous = (await Scim.With(null).GetAsync(path)).ShouldBe(200);

        Assert.Equal("application/scim+json", anonymous.ContentHeaders.ContentType?.MediaType);
        Assert.Equal($"urn:ietf:params:scim:schemas:core:2.0:{type}", anonymous["schemas", "0"]);
        Assert.Equal(type, anonymous["meta", "resourceType"]);
        Assert.Contains("/scim/v2/", anonymous["meta", "location"], StringComparison.Ordinal);
        Assert.Equal(anonymous.Text, (await Scim.GetAsync(path)).ShouldBe(200).Text);
    }

    [Theory]
    [InlineData("/Schemas")]
    [InlineData("/ResourceTypes")]
    [InlineData("/Schemas?count=1&startIndex=2&sortBy=id")]
    public async Task Lists_are_whole_whatever_page_is_asked_for(string path)
    {
        var list = (await Scim.With(null).GetAsync(path)).ShouldBe(200);

        Assert.Equal(ListUrn, list["schemas", "0"]);
        Assert.Equal(list.Resources.Count, list.Total);
        Assert.DoesNotContain("null", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(list.Ids, static id => id.StartsWith("urn:ietf:params:scim:api", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Resource_types_name_schemas_that_are_there()
    {
        var schemas = (await Scim.GetAsync("/Schemas")).Ids.ToHashSet();
        var types = (await Scim.GetAsync("/ResourceTypes")).Resources;

        Assert.Equal(["User", "Group"], types.Select(static type => type.GetProperty("id").GetString()));
        foreach (var type in types)
        {
            Assert.Contains(type.GetProperty("schema").GetString()!, schemas);
            Assert.All(type.GetProperty("schemaExtensions").EnumerateArray(), extension =>
            {
                Assert.Contains(extension.GetProperty("schema").GetString()!, schemas);
                Assert.False(extension.GetProperty("required").GetBoolean());
            });
            (await Scim.GetAsync(type.GetProperty("endpoint").GetString()!)).ShouldBe(200);
        }
    }

    [Fact]
    public async Task What_is_announced_is_true()
    {
        var configuration = (await Scim.GetAsync("/ServiceProviderConfig")).Body;

        foreach (var feature in (string[])["patch", "bulk", "filter", "sort", "etag"])
            Assert.True(configuration.GetProperty(feature).GetProperty("supported").GetBoolean(), feature);
        Assert.False(configuration.GetProperty("changePassword").GetProperty("supported").GetBoolean());
        Assert.True(configuration.GetProperty("pagination").GetProperty("cursor").GetBoolean());
        Assert.Equal(
            ["oauthbearertoken", "oauth2"], configuration.GetProperty("authenticationSchemes").EnumerateArray().Select(static scheme => scheme.GetProperty("type").GetString()));
        var most = configuration.GetProperty("filter").GetProperty("maxResults").GetInt32();
        await DirectoryRows.InsertUsersAsync(Database, Scim.Organization, most + 1, Stop);
        Assert.Equal(most, (await Scim.GetAsync("/Users?count=100000")).Resources.Count);
        Assert.Equal(configuration.GetProperty("pagination").GetProperty("defaultPageSize").GetInt32(), (await Scim.GetAsync("/Users")).Resources.Count);
    }

    [Theory]
    [InlineData("/Schemas?filter=id+pr")]
    [InlineData("/ResourceTypes?filter=name+eq+%22User%22")]
    [InlineData("/ServiceProviderConfig?filter=patch+pr")]
    public async Task A_filter_is_forbidden_because_it_would_mislead(string path) => (await Scim.GetAsync(path)).ShouldRefuse(403);

    [Fact]
    public async Task A_bad_token_is_told_and_not_answered_with_somebody_elses_schema()
    {
        foreach (var path in (string[])["/Schemas", "/ResourceTypes", "/ServiceProviderConfig"])
        {
            var answer = (await Scim.With("nonsense").GetAsync(path)).ShouldRefuse(401);
            Assert.StartsWith("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_attribute_that_is_listed_is_stored_and_answered()
    {
        var schema = (await Scim.GetAsync($"/Schemas/{ScimClient.UserUrn}")).Body;
        var sent = new Dictionary<string, object> { ["schemas"] = new[] { ScimClient.UserUrn }, ["userName"] = "ann@contoso.example" };
        foreach (var attribute in schema.GetProperty("attributes").EnumerateArray().Where(IsWritable))
        {
            var name = attribute.GetProperty("name").GetString()!;
            if (name != "userName")
                sent[name] = attribute.GetProperty("multiValued").GetBoolean() ? new[] { ValueOf(attribute) } : ValueOf(attribute);
        }

        var id = (await Scim.PostAsync("/Users", JsonSerializer.Serialize(sent))).ShouldBe(201).Id;
        var read = await Scim.GetAsync($"/Users/{id}");

        Assert.All(sent.Where(static one => one.Key != "schemas"), one => Assert.Equal(
            JsonSerializer.Serialize(one.Value), JsonSerializer.Serialize(ScimAnswer.Find(read.Body, one.Key))));
    }

    static bool IsWritable(JsonElement attribute) => attribute.GetProperty("mutability").GetString() is "readWrite" or "immutable";

    static object ValueOf(JsonElement attribute) => attribute.GetProperty("type").GetString() switch
    {
        "boolean" => true,
        "integer" => 5,
        "binary" => "QUI=",
        "complex" => attribute.GetProperty("subAttributes").EnumerateArray().Where(IsWritable)
            .ToDictionary(static sub => sub.GetProperty("name").GetString()!, ValueOf),
        _ => "QHXUEEQ",
    };
}
