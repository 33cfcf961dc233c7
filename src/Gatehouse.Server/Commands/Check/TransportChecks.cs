using System.Text;
using Gatehouse.Scim.Resources;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>HTTP, tokens and media types.</summary>
static class TransportChecks
{
    public static CheckGroup All { get; } = new("transport")
    {
        {
            Must, "no-token", "A request without a token is refused with 401 and the name of the scheme", "RFC 7644 §2; RFC 9110 §11.6.1",
            "Anyone could read the directory, or a client never learns that it has to authenticate.",
            async scim =>
            {
                var answer = (await scim.SendAsync(new(HttpMethod.Get, "/Users") { Authorization = "" })).Is(401);
                answer.Must(answer.Response.Header("WWW-Authenticate") is not null, "a WWW-Authenticate header such as Bearer");
            }
        },
        {
            Must, "wrong-token", "A wrong token is refused with 401", "RFC 7644 §2; RFC 6750 §3.1",
            "Clients fetch a new token only after 401; any other answer stops the provisioning job.",
            async scim => (await scim.SendAsync(new(HttpMethod.Get, "/Users") { Authorization = "Bearer nonsense" })).Is(401).IsError()
        },
        {
            Entra, "401-first", "401 comes before any other check", "RFC 6750 §3.1",
            "404 for an unknown resource tells strangers what exists, and a client with an expired token takes it for a deletion.",
            async scim => (await scim.SendAsync(new(HttpMethod.Get, "/Users/does-not-exist") { Authorization = "Bearer nonsense" })).Is(401)
        },
        {
            Should, "scheme-case", "The scheme name bearer is read in any letter case", "RFC 9110 §11.1",
            "A client that writes it in lower case cannot connect.",
            async scim => (await scim.SendAsync(new(HttpMethod.Get, "/Users?count=1") { AuthorizationScheme = "bearer" })).IsList()
        },
        {
            Must, "utf8", "Text of any alphabet comes back as it was sent", "RFC 7644 §3.8; RFC 8259 §8.1",
            "Names are stored damaged, and the client sends them again in every cycle.",
            async scim =>
            {
                scim.NeedsAttribute("displayName");
                var user = await scim.NewUserAsync("""{"displayName":"Łódź 漢 🙂"}""");
                var read = (await scim.GetAsync($"/Users/{user.Id}")).Is(200);
                read.Must(read.Text("displayName") == "Łódź 漢 🙂", "displayName \"Łódź 漢 🙂\"");
            }
        },
        {
            Must, "scim-json", "Accept: application/scim+json is answered with that media type", "RFC 7644 §3.8",
            "Strict clients, Microsoft's validator among them, refuse another media type.",
            async scim => IsScimJson((await scim.GetAsync("/Users?count=1")).Is(200))
        },
        {
            Should, "json", "Accept: application/json is answered with JSON", "RFC 7644 §3.8",
            "Several clients ask for application/json only.",
            async scim => await IsJsonAsync(scim, "application/json", 200)
        },
        {
            Must, "any-type", "Without Accept, and with */*, the answer is SCIM JSON", "RFC 7644 §3.8",
            "Entra ID often sends no Accept header.",
            async scim =>
            {
                IsScimJson((await scim.SendAsync(new(HttpMethod.Get, "/Users?count=1") { Accept = null })).Is(200));
                IsScimJson((await scim.SendAsync(new(HttpMethod.Get, "/Users?count=1") { Accept = "*/*" })).Is(200));
            }
        },
        {
            Must, "body-scim-json", "A body of type application/scim+json is read, with a charset parameter", "RFC 7644 §3.1",
            "Entra ID sends application/scim+json; charset=utf-8.",
            async scim => await CreatesAsync(scim, "application/scim+json; charset=utf-8")
        },
        {
            Should, "body-json", "A body of type application/json is read", "RFC 7644 §3.8",
            "Okta and many scripts send application/json.",
            async scim => await CreatesAsync(scim, "application/json")
        },
        {
            Should, "body-other", "A body of another type is refused with 415 or 400", "RFC 9110 §15.5.16",
            "Guessing at foreign formats ends in wrong data.",
            async scim => (await scim.SendAsync(new(HttpMethod.Post, "/Users")
            {
                ContentType = "text/xml",
                Body = Encoding.UTF8.GetBytes("<user/>"),
            })).Is(415, 400)
        },
        {
            Should, "unknown-parameter", "Unknown query parameters are ignored", "RFC 7644 §3.4.2",
            "Microsoft's feature flags in the tenant URL reach the endpoint as query parameters.",
            async scim => (await scim.GetAsync("/Users?aadOptscim062020&colour=red&count=1")).IsList()
        },
        {
            Must, "head-options", "HEAD and OPTIONS are answered without a server error", "RFC 9110 §9.3.2",
            "Load balancers and browsers send them.",
            async scim =>
            {
                var head = await scim.SendAsync(new(HttpMethod.Head, "/Users"));
                head.Must(head.Status < 500 || head.Status == 501, "a status below 500, or 501");
                var options = await scim.SendAsync(new(HttpMethod.Options, "/Users"));
                options.Must(options.Status < 500 || options.Status == 501, "a status below 500, or 501");
            }
        },
        {
            Entra, "double-slash", "A doubled slash before the resource type is tolerated",
            "https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups",
            "A tenant URL entered with a slash at the end may lead to //Users.",
            async scim => (await scim.GetAsync("//Users?count=1")).IsList()
        },
    };

    static async Task IsJsonAsync(Endpoint scim, string accept, int status)
    {
        var answer = (await scim.SendAsync(new(HttpMethod.Get, "/Users?count=1") { Accept = accept })).Is(status);
        answer.Must(answer.Response.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true, "a JSON media type");
    }

    static void IsScimJson(Answer answer) => answer.Must(
        answer.Response.ContentType?.StartsWith("application/scim+json", StringComparison.OrdinalIgnoreCase) == true,
        "Content-Type: application/scim+json");

    static async Task CreatesAsync(Endpoint scim, string contentType) =>
        (await scim.SendAsync(new(HttpMethod.Post, "/Users") { ContentType = contentType, Body = ScimJson.ToUtf8(scim.User()) })).Is(201);
}
