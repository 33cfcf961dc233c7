namespace Gatehouse.Server.Tests.Commands;

public sealed class SchemaCommandTests : CommandTest
{
    const string Urn = "urn:ietf:params:scim:schemas:extension:contoso:2.0:User";

    [Fact]
    public async Task Attributes_can_be_added_later_and_keep_their_types()
    {
        var organization = await CreateOrganizationAsync();

        var first = await AddAsync(organization, "tag:string", "badge:INTEGER");
        var second = await AddAsync(organization, "tag:string", "since:dateTime");

        Assert.Equal($$"""{"id":"{{Urn}}","attributes":["tag","badge"]}""", first.GetRawText());
        Assert.Equal($$"""{"id":"{{Urn}}","attributes":["tag","badge","since"]}""", second.GetRawText());
        (await RunAsync("schemas", "add", "--organization", organization, "--name", "contoso", "--attribute", "TAG:boolean")).ShouldRefuse("another type");
        Assert.Equal(["organization.created", "schema.changed", "schema.changed"], (await ActionsAsync(organization)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task People_are_told_what_to_enter_in_Entra() =>
        (await RunAsync("schemas", "add", "--organization", await CreateOrganizationAsync(), "--name", "contoso", "--attribute", "tag:string")).ShouldSay($"{Urn}:tag", "five seconds");

    [Theory]
    [InlineData("tag:text")]
    [InlineData("tag:complex")]
    [InlineData("tag:")]
    [InlineData("tag")]
    [InlineData(":string")]
    [InlineData("tag:string:x")]
    [InlineData("1tag:string")]
    [InlineData("ta g:string")]
    [InlineData("tag.sub:string")]
    public async Task A_bad_attribute_is_refused_with_the_types_there_are(string attribute)
    {
        var organization = await CreateOrganizationAsync();

        (await RunAsync("schemas", "add", "--organization", organization, "--name", "contoso", "--attribute", "good:string", "--attribute", attribute, "--output", "json"))
            .ShouldRefuse($"'{attribute}'", "string, boolean, integer, decimal, dateTime");

        Assert.Equal(["organization.created"], await ActionsAsync(organization));
    }

    [Theory]
    [InlineData("core")]
    [InlineData("enterprise")]
    [InlineData("gatehouse")]
    [InlineData("con toso")]
    [InlineData("contoso:2.0")]
    [InlineData("")]
    public async Task A_bad_name_is_refused(string name) => (await RunAsync(
        "schemas", "add", "--organization", await CreateOrganizationAsync(), "--name", name, "--attribute", "tag:string")).ShouldRefuse("cannot name a schema", "letters, digits and hyphens");

    Task<System.Text.Json.JsonElement> AddAsync(string organization, params IEnumerable<string> attributes) => JsonAsync(
        ["schemas", "add", "--organization", organization, "--name", "contoso", .. attributes.SelectMany(static attribute => (string[])["--attribute", attribute])]);
}
