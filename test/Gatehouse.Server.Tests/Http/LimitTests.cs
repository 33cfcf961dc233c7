using System.IO.Compression;
using System.Text;

using Gatehouse.Server.Tests.OAuth;
using Gatehouse.Server.Tests.Scim;

using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gatehouse.Server.Tests.Http;

/// <summary>How much a stranger may make the server read (S107). No database is asked, so one server is enough.</summary>
public sealed class LimitTests(SqliteServer server) : OAuthTest(server)
{
    const int Kibi = 1024;

    [Theory]
    [InlineData(60, 200)]
    [InlineData(65, 431)]
    [InlineData(5_000, 431)]
    public async Task Headers_are_counted(int count, int status) =>
        Assert.Equal(status, await StatusAsync("/healthz", string.Concat(Enumerable.Range(0, count).Select(static number => $"X-{number}: x\n"))));

    [Theory]
    [InlineData(30 * Kibi, 200)]
    [InlineData(33 * Kibi, 431)]
    [InlineData(4096 * Kibi, 431)]
    public async Task Headers_are_weighed_together(int bytes, int status) =>
        Assert.Equal(status, await StatusAsync("/healthz", $"X-Long: {new string('x', bytes)}\n"));

    [Theory]
    [InlineData(300 * Kibi, 200)]
    [InlineData(400 * Kibi, 414)]
    [InlineData(4096 * Kibi, 414)]
    public async Task The_request_line_has_an_end(int bytes, int status) =>
        Assert.Equal(status, await StatusAsync($"/healthz?x={new string('x', bytes)}"));

    [Theory]
    [InlineData("GET /healthz\n\n")]
    [InlineData("GET /healthz HTTP/9.9\nHost: x\n\n")]
    [InlineData("GET /healthz HTTP/1.1\n\n")]
    [InlineData("GET /healthz HTTP/1.1\nHost: a\nHost: b\n\n")]
    [InlineData("GET /healthz HTTP/1.1\nHost: x\nContent-Length: 1\nContent-Length: 2\n\n")]
    [InlineData("POST /healthz HTTP/1.1\nHost: x\nContent-Length: -1\n\n")]
    [InlineData("GET /healthz HTTP/1.1\nHost: x\nNo colon\n\n")]
    [InlineData("GET /\0 HTTP/1.1\nHost: x\n\n")]
    public async Task What_is_no_HTTP_is_refused_and_the_server_lives_on(string head)
    {
        var answer = await RawRequest.SendAsync(Http.BaseAddress!, head);

        Assert.True(answer.Length == 0 || RawRequest.StatusOf(answer) is >= 400 and < 600, answer);
        Assert.DoesNotContain("Exception", answer, StringComparison.Ordinal);
        Assert.Equal(200, await StatusAsync("/healthz"));
    }

    [Theory]
    [InlineData("/scim/v2/Users")]
    [InlineData("/oauth/v2/token")]
    [InlineData("/nothing")]
    public async Task A_body_that_nobody_wants_is_not_read_to_its_end(string path)
    {
        var head = $"""
            POST {path} HTTP/1.1
            Host: {Http.BaseAddress!.Authority}
            Content-Type: application/x-www-form-urlencoded
            Content-Length: 1000000000
            Connection: close


            """;

        var answer = await RawRequest.SendAsync(Http.BaseAddress, head);

        Assert.Contains(RawRequest.StatusOf(answer), new[] { 401, 404, 413 });
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Compressed_bodies_are_not_unpacked(string encoding)
    {
        var client = await CreateClientAsync();
        var token = (await PostTokenAsync(client.Credentials)).AccessToken;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/scim/v2/Users") { Content = ScimClient.Content(Packed(encoding, ScimClient.User("ann"))) };
        request.Content.Headers.ContentEncoding.Add(encoding);
        request.Headers.Authorization = new("Bearer", token);

        using var answer = await Http.SendAsync(request, Stop);

        Assert.Contains((int)answer.StatusCode, new[] { 400, 415 });
        Assert.Equal(0, await Database.ReadAsync(client.Organization, static db => db.ScalarAsync<long>(
            "select count(*) from users where organization_id = @organization", null, Stop), Stop));
    }

    [Fact]
    public void Those_who_send_their_headers_slowly_are_cut_off()
    {
        var limits = Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Equal(TimeSpan.FromSeconds(15), limits.RequestHeadersTimeout);
        Assert.NotNull(limits.MinRequestBodyDataRate);
        Assert.NotNull(limits.MinResponseDataRate);
    }

    async Task<int> StatusAsync(string target, string headers = "") => RawRequest.StatusOf(await RawRequest.SendAsync(
        Http.BaseAddress!, $"GET {target} HTTP/1.1\nHost: {Http.BaseAddress!.Authority}\nConnection: close\n{headers}\n"));

    static byte[] Packed(string encoding, string text)
    {
        using var packed = new MemoryStream();
        using (Stream packing = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            packing.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
