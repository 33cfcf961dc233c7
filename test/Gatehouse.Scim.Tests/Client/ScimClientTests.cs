using System.Net;
using Gatehouse.Scim.Client;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Scim.Tests.Client;

public sealed class ScimClientTests
{
    [Theory]
    [InlineData("https://id.contoso.example/scim/v2")]
    [InlineData("https://id.contoso.example/scim/v2/")]
    public async Task The_base_address_may_end_with_a_slash(string address)
    {
        using var handler = new RecordedHandler(_ => (HttpStatusCode.OK, "{}"));

        await ClientOf(handler, address).GetAsync("/Users", "a b", stop: Stop);

        Assert.Equal("/scim/v2/Users/a%20b", Assert.Single(handler.Seen).Path);
    }

    [Fact]
    public async Task Flags_of_the_base_address_go_with_every_request()
    {
        using var handler = new RecordedHandler(_ => (HttpStatusCode.OK, "{}"));

        await ClientOf(handler, "https://id.contoso.example/scim/v2/?aadOptscim062020").ListAsync("/Users", new() { Count = 1 }, Stop);

        Assert.Equal("/scim/v2/Users?count=1&aadOptscim062020", Assert.Single(handler.Seen).Path);
    }

    [Fact]
    public async Task A_query_is_percent_encoded_and_leaves_out_what_is_not_set()
    {
        using var handler = new RecordedHandler(_ => (HttpStatusCode.OK, "{}"));

        await ClientOf(handler).ListAsync(
            "/Users", new() { Filter = "userName eq \"a+b&c\"", Attributes = ["userName", "emails"], StartIndex = 1, Cursor = "" }, Stop);

        Assert.Equal(
            "/scim/v2/Users?filter=userName%20eq%20%22a%2Bb%26c%22&attributes=userName%2Cemails&startIndex=1&cursor=", Assert.Single(handler.Seen).Path);
    }

    [Fact]
    public async Task A_resource_is_sent_as_scim_json_with_the_token()
    {
        using var handler = new RecordedHandler(_ => (HttpStatusCode.Created, """{"id":"7","userName":"łucja"}"""));

        var answer = await ClientOf(handler).CreateAsync("/Users", new ScimObject { { "userName", "łucja" } }, Stop);

        var sent = Assert.Single(handler.Seen);
        Assert.Equal("POST", sent.Method);
        Assert.Equal("""{"userName":"łucja"}""", sent.Body);
        Assert.Equal("application/scim+json; charset=utf-8", sent.ContentType);
        Assert.Equal("Bearer secret", sent.Header("Authorization"));
        Assert.Equal("7", answer.EnsureSuccess().Id);
    }

    [Fact]
    public async Task A_patch_carries_its_schema_and_the_expected_version()
    {
        using var handler = new RecordedHandler(_ => (HttpStatusCode.OK, "{}")) { ETag = "W/\"2\"" };

        var answer = await ClientOf(handler).PatchAsync("/Users", "7", [new ScimObject { { "op", "remove" }, { "path", "title" } }], "W/\"1\"", Stop);

        var sent = Assert.Single(handler.Seen);
        Assert.Equal("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"remove","path":"title"}]}""", sent.Body);
        Assert.Equal("W/\"1\"", sent.Header("If-Match"));
        Assert.Equal("W/\"2\"", answer.ETag);
    }

    [Fact]
    public async Task A_refusal_is_an_answer_until_success_is_asked_for()
    {
        using var handler = new RecordedHandler(_ => (HttpStatusCode.Conflict, """{"status":"409","scimType":"uniqueness","detail":"userName is taken."}"""));

        var answer = await ClientOf(handler).CreateAsync("/Users", new ScimObject(), Stop);

        Assert.Equal(409, answer.Status);
        var refusal = Assert.Throws<ScimException>(answer.EnsureSuccess);
        Assert.Equal((409, "uniqueness", "userName is taken."), (refusal.Status, refusal.ScimType, refusal.Message));
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_kept_as_text()
    {
        using var handler = new RecordedHandler(_ => (HttpStatusCode.BadGateway, "<html>"));

        var answer = await ClientOf(handler).GetSchemasAsync(Stop);

        Assert.Equal("<html>", answer.Text);
        Assert.Equal(ScimValueKind.Absent, answer.Body.Kind);
        Assert.Equal(502, Assert.Throws<ScimException>(answer.EnsureSuccess).Status);
    }

    [Fact]
    public async Task A_request_is_sent_once_whatever_the_answer()
    {
        using var handler = new RecordedHandler(_ => (HttpStatusCode.ServiceUnavailable, ""));

        await ClientOf(handler).DeleteAsync("/Users", "7", stop: Stop);

        Assert.Single(handler.Seen);
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static ScimClient ClientOf(RecordedHandler handler, string address = "https://id.contoso.example/scim/v2") =>
        new(new HttpClient(handler), new(address), _ => new("secret"));
}
