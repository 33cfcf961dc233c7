namespace Gatehouse.Server.Tests.Scim;

/// <summary>Addresses in odd spellings, and methods that are not there.</summary>
public abstract class BadPathTests(ServerFixture server) : ScimTest(server)
{
    const string Canary = "canary-7f3a@contoso.example";

    [Theory]
    [InlineData("/scim/v2/Users")]
    [InlineData("/%73cim/v2/%55sers")]
    [InlineData("/scim/v2/%55%73%65%72%73")]
    [InlineData("/SCIM/V2/USERS")]
    [InlineData("/scim/v2/users/")]
    [InlineData("/x/../scim/v2/Users")]
    [InlineData("/scim/v2/Schemas/../Users")]
    [InlineData("/scim/v2/Schemas/%2e%2e/Users")]
    [InlineData("/scim/v2/Schemas/..%2fUsers")]
    [InlineData("/healthz/../scim/v2/Users")]
    [InlineData("//scim/v2/Users")]
    [InlineData("/scim//v2/Users")]
    [InlineData("/scim/v2//Users")]
    [InlineData("/scim/v2/Users//")]
    [InlineData("/scim/v2/Users;x=y")]
    [InlineData("/scim/v2/Users%2f")]
    [InlineData("/scim/v2/Users%00")]
    [InlineData("/scim/v2/Users%0d%0aAuthorization:%20x")]
    [InlineData("/scim/v2/Users?access_token=TOKEN")]
    [InlineData("/scim/v2/Users#/Schemas")]
    [InlineData("/scim/v2/./Users")]
    [InlineData("/scim\\v2\\Users")]
    [InlineData("/scim/v2/ServiceProviderConfig/Users")]
    [InlineData("/scim/v2/")]
    [InlineData("/scim/v2")]
    [InlineData("/scim/v2/Me")]
    [InlineData("/scim/v2/Bulk")]
    public async Task Without_a_token_no_spelling_of_an_address_opens_anything(string target)
    {
        var id = await Scim.CreateUserAsync(Canary);

        foreach (var suffix in (string[])["", $"/{id}"])
        {
            // What follows the path of the target goes in front of its query.
            var at = target.IndexOfAny(['?', '#']);
            var spelled = at < 0 ? target + suffix : target[..at] + suffix + target[at..];
            var answer = await RawRequest.SendAsync(Http.BaseAddress!, $"""
                GET {spelled.Replace("TOKEN", Scim.Token, StringComparison.Ordinal)} HTTP/1.1
                Host: {Http.BaseAddress!.Authority}
                Connection: close


                """);

            Assert.Contains(RawRequest.StatusOf(answer), (int[])[400, 401, 404]);
            Assert.DoesNotContain(Canary, answer, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("/scim/v2//Users")]
    [InlineData("/scim/v2/Users/")]
    [InlineData("/scim/v2/Users?aadOptscim062020")]
    [InlineData("/scim/v2/?aadOptscim062020")]
    [InlineData("/SCIM/v2/users")]
    [InlineData("/%73cim/v2/%55sers")]
    public async Task With_a_token_the_spellings_that_clients_use_are_understood(string target)
    {
        await Scim.CreateUserAsync(Canary);

        var answer = await RawRequest.SendAsync(Http.BaseAddress!, $"""
            GET {target} HTTP/1.1
            Host: {Http.BaseAddress!.Authority}
            authorization: bearer {Scim.Token}
            Connection: close


            """);

        Assert.Equal(200, RawRequest.StatusOf(answer));
        Assert.Contains(Canary, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT", "/Users", "GET, POST")]
    [InlineData("PATCH", "/Users", "GET, POST")]
    [InlineData("DELETE", "/Users", "GET, POST")]
    [InlineData("DELETE", "/Groups", "GET, POST")]
    [InlineData("POST", "/Users/0197", "GET, PUT, PATCH, DELETE")]
    [InlineData("POST", "/Groups/0197", "GET, PUT, PATCH, DELETE")]
    [InlineData("GET", "/Bulk", "POST")]
    [InlineData("PUT", "/.search", "POST")]
    [InlineData("POST", "/Schemas", "GET")]
    [InlineData("PUT", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", "GET")]
    [InlineData("DELETE", "/ResourceTypes/User", "GET")]
    [InlineData("PATCH", "/ServiceProviderConfig", "GET")]
    [InlineData("POST", "/", "GET")]
    [InlineData("BREW", "/Users", "GET, POST")]
    public async Task A_method_that_an_endpoint_does_not_have_is_told_with_those_it_has(string method, string path, string allowed)
    {
        var answer = (await Scim.SendAsync(method, path, method is "GET" or "DELETE" ? null : "{}")).ShouldRefuse(405);

        Assert.Equal(allowed, string.Join(", ", answer.ContentHeaders.Allow));
        (await Scim.With(null).SendAsync(method, path, (string?)null)).ShouldRefuse(401);
    }

    [Theory]
    [InlineData("/Nonsense")]
    [InlineData("/Users/1/2")]
    [InlineData("/User")]
    [InlineData("/v1/Users")]
    [InlineData("/Schemas/urn:none")]
    [InlineData("/ResourceTypes/None")]
    public async Task What_is_not_there_is_told_in_SCIM(string path) => (await Scim.GetAsync(path)).ShouldRefuse(404);

    [Theory]
    [InlineData("1")]
    [InlineData("nonsense")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("%27%20or%201=1")]
    [InlineData("%F0%9F%98%80")]
    [InlineData("..%2f..%2fetc")]
    [InlineData("bulkId:u1")]
    [InlineData("{0197f000-0000-7000-8000-000000000000}")]
    [InlineData("null")]
    public async Task Odd_ids_are_ids_that_do_not_exist(string id)
    {
        foreach (var type in (string[])["/Users/", "/Groups/"])
        {
            (await Scim.GetAsync(type + id)).ShouldRefuse(404);
            (await Scim.PutAsync(type + id, "{}")).ShouldRefuse(404);
            (await Scim.PatchAsync(type + id, "")).ShouldRefuse(404);
            (await Scim.DeleteAsync(type + id)).ShouldRefuse(404);
        }
    }

    [Fact]
    public async Task An_id_of_ten_thousand_letters_is_an_id_that_does_not_exist() =>
        (await Scim.GetAsync($"/Users/{new string('x', 10_000)}")).ShouldRefuse(404);

    [Fact]
    public async Task HEAD_and_OPTIONS_are_answered_without_a_body()
    {
        var id = await Scim.CreateUserAsync("ann@contoso.example");

        var head = await Scim.SendAsync("HEAD", $"/Users/{id}", (string?)null);
        var options = await Scim.SendAsync("OPTIONS", "/Users", (string?)null);

        Assert.Contains(head.Status, (int[])[200, 405]);
        Assert.Equal("", head.Text);
        Assert.Contains(options.Status, (int[])[200, 204, 405]);
    }

    [Fact]
    public async Task Me_is_answered_as_not_implemented()
    {
        foreach (var method in (string[])["GET", "PATCH", "DELETE"])
            (await Scim.SendAsync(method, "/Me", (string?)null)).ShouldRefuse(501);
    }
}
