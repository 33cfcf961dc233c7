using System.Text;

namespace Gatehouse.Server.Tests.Scim;

/// <summary>Whatever comes, it is refused in SCIM's words, stores nothing, and the server lives on.</summary>
public abstract class BadInputTests(ServerFixture server) : ScimTest(server)
{
    public override async ValueTask DisposeAsync()
    {
        Assert.Equal(0, await CountAsync("users"));
        Assert.Equal(0, await CountAsync("groups"));
        (await Scim.GetAsync("/Users?count=1")).ShouldBe(200);
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{\"userName\":")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"a\"}}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("5")]
    [InlineData("userName=a")]
    [InlineData("<user/>")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"a\",\"userName\":\"b\"}")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"a\",\"USERNAME\":\"b\"}")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"a\\u0000b\"}")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"a\\ud800\"}")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"a\",\"x\\u0000\":1}")]
    [InlineData("{\"userName\":\"a\"}")]
    [InlineData("{\"schemas\":\"urn:ietf:params:scim:schemas:core:2.0:User\",\"userName\":\"a\"}")]
    [InlineData("{\"schemas\":[{}],\"userName\":\"a\"}")]
    public async Task A_body_that_is_no_resource_is_refused_at_every_door(string body)
    {
        foreach (var path in (string[])["/Users", "/Groups", "/Users/.search", "/Groups/.search", "/.search", "/Bulk"])
            (await Scim.PostAsync(path, body)).ShouldRefuse(400, "invalidSyntax");
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B, 0x00 })]
    [InlineData(new byte[] { 0x7B, 0x22, 0xC3, 0x28, 0x22, 0x3A, 0x31, 0x7D })]
    [InlineData(new byte[] { 0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x7D })]
    [InlineData(new byte[] { 0x00 })]
    [InlineData(new byte[] { 0x1F, 0x8B, 0x08, 0x00, 0x00 })]
    public async Task Bytes_that_are_not_UTF8_are_refused(byte[] body) =>
        (await Scim.SendAsync("POST", "/Users", ScimClient.Content(body))).ShouldRefuse(400, "invalidSyntax");

    [Theory]
    [InlineData("text/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/scim+xml")]
    [InlineData("application/jsonp")]
    [InlineData(";")]
    [InlineData("*/*")]
    public async Task Other_media_types_are_refused(string mediaType) =>
        (await Scim.SendAsync("POST", "/Users", ScimClient.Content(Encoding.UTF8.GetBytes(ScimClient.User("ann")), mediaType))).ShouldRefuse(415);

    [Theory]
    [InlineData("[", 10_000)]
    [InlineData("{\"a\":", 10_000)]
    [InlineData("[", 1_000_000)]
    [InlineData("{\"a\":[", 100_000)]
    public async Task Endless_nesting_is_refused(string open, int times) =>
        (await Scim.PostAsync("/Users", string.Concat(Enumerable.Repeat(open, times)))).ShouldRefuse(400, "invalidSyntax");

    [Fact]
    public async Task A_body_above_the_limit_is_refused_by_its_announced_length()
    {
        var content = ScimClient.Content(TwoMegabytes());

        (await Scim.SendAsync("POST", "/Users", content, ("Expect", "100-continue"))).ShouldRefuse(413, null, "1048576");
    }

    [Fact]
    public async Task A_chunked_body_above_the_limit_is_refused_when_it_gets_there()
    {
        var head = $"""
            POST /scim/v2/Users HTTP/1.1
            Host: {Http.BaseAddress!.Authority}
            Authorization: Bearer {Scim.Token}
            Content-Type: application/scim+json
            Transfer-Encoding: chunked
            Connection: close


            """;
        var body = TwoMegabytes();
        var answer = await RawRequest.SendAsync(Http.BaseAddress, head, async stream =>
        {
            for (var i = 0; i < body.Length; i += 32 * 1024)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes("8000\r\n"), Stop);
                await stream.WriteAsync(body.AsMemory(i, 32 * 1024), Stop);
                await stream.WriteAsync("\r\n"u8.ToArray(), Stop);
            }

            await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), Stop);
        });

        Assert.Equal(413, RawRequest.StatusOf(answer));
        Assert.Contains("\"status\":\"413\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("count=ten")]
    [InlineData("count=1.5")]
    [InlineData("count=")]
    [InlineData("count=99999999999999999999")]
    [InlineData("startIndex=one")]
    [InlineData("startIndex=0x1")]
    [InlineData("sortBy=userName&sortOrder=up")]
    [InlineData("count=1&count=2")]
    [InlineData("attributes=userName&excludedAttributes=name")]
    public async Task Parameters_that_make_no_sense_are_refused(string query)
    {
        (await Scim.GetAsync($"/Users?{query}")).ShouldRefuse(400, "invalidValue");
        (await Scim.GetAsync($"/Groups?{query}")).ShouldRefuse(400, "invalidValue");
    }

    [Theory]
    [InlineData("Accept", "text/html;q=?;;;")]
    [InlineData("If-None-Match", "W/\"")]
    [InlineData("If-Match", "\"\"\"\",,,W/")]
    [InlineData("Accept-Encoding", ",,;gzip;q=9")]
    [InlineData("X-Forwarded-For", "' or 1=1 --")]
    [InlineData("X-Request-Id", "nonsense")]
    [InlineData("Prefer", "respond-async, ,")]
    [InlineData("Cookie", "a=b; Authorization=Bearer x")]
    public async Task Junk_in_headers_changes_nothing(string name, string value) => (await Scim.GetAsync("/Users", (name, value))).ShouldBe(200);

    static byte[] TwoMegabytes() =>
        Encoding.ASCII.GetBytes(ScimClient.User("ann", $"\"displayName\": \"{new string('x', 1024)}\"").PadRight(2 * 1024 * 1024));
}
