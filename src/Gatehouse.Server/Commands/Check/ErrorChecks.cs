using System.Globalization;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>Refusals: their form, and that malformed messages get one.</summary>
static class ErrorChecks
{
    public static CheckGroup All { get; } = new("errors")
    {
        {
            Must, "schema", "An error has a JSON body with exactly the Error schema", "RFC 7644 §3.12",
            "Clients show the administrator nothing but a status when they cannot read the body.",
            async scim => (await scim.GetAsync("/Users/" + scim.NewName())).Is(404).IsError()
        },
        {
            Must, "status-text", "status in the body is the HTTP status as text", "RFC 7644 §3.12",
            "Typed clients fail on a number, and then hide the real error.",
            async scim =>
            {
                var answer = (await scim.GetAsync("/Users/" + scim.NewName())).Is(404);
                answer.Must(answer.Text("status") == answer.Status.ToString(CultureInfo.InvariantCulture), "\"status\":\"404\"");
            }
        },
        {
            Should, "detail", "detail says in words what is wrong", "RFC 7644 §3.12",
            "It is what the administrator reads in the provisioning log.",
            async scim =>
            {
                var answer = (await scim.GetAsync("/Users/" + scim.NewName())).Is(404);
                answer.Must(answer.Text("detail") is { Length: > 0 }, "a detail in words");
            }
        },
        {
            Must, "media-type", "Error bodies are sent as application/scim+json", "RFC 7644 §3.1",
            "Clients do not parse what claims to be something else.",
            async scim =>
            {
                var answer = (await scim.GetAsync("/Users/" + scim.NewName())).Is(404);
                answer.Must(
                    answer.Response.ContentType?.StartsWith("application/scim+json", StringComparison.OrdinalIgnoreCase) == true,
                    "Content-Type: application/scim+json");
            }
        },
        {
            Should, "no-internals", "Errors reveal nothing of the inside", "RFC 7644 §7.5",
            "Stack traces and SQL help attackers.",
            async scim =>
            {
                var answer = await scim.PostAsync("/Users", """{"userName":""");
                string[] marks = ["   at ", "node_modules", "Traceback", "java.lang", "SQLSTATE", "select *"];
                answer.Must(
                    !marks.Any(mark => answer.Response.Text.Contains(mark, StringComparison.OrdinalIgnoreCase)), "no stack trace, SQL or file path");
            }
        },
        {
            Should, "unknown-path", "An unknown path is 404 with an error body", "RFC 7644 §3.12",
            "HTML instead of an error hides a wrong address.",
            async scim => (await scim.GetAsync("/Nonsense")).Is(404).IsError()
        },
        {
            Must, "broken-json", "A body that is no JSON is 400", "RFC 7644 §3.12",
            "A server error makes clients repeat the same request for days.",
            async scim => (await scim.PostAsync("/Users", """{"userName":""")).Refuses(400, "invalidSyntax")
        },
        {
            Should, "keyword", "A body that is no JSON is told as invalidSyntax", "RFC 7644 §3.12",
            "Programs cannot tell a broken message from a bad value.",
            async scim =>
            {
                var answer = (await scim.PostAsync("/Users", """{"userName":""")).Is(400);
                answer.Must(answer.Response.ScimType == "invalidSyntax", "scimType invalidSyntax");
            }
        },
        {
            Must, "no-object", "A body that is JSON but no object is 400", "RFC 7644 §3.12",
            "A server error makes clients repeat the same request for days.",
            async scim =>
            {
                foreach (var body in new[] { "[]", "\"x\"", "null" })
                    (await scim.PostAsync("/Users", body)).Refuses(400, "invalidSyntax", "invalidValue");
            }
        },
        {
            Must, "no-body", "A missing body is 400", "RFC 7644 §3.12",
            "A server error makes clients repeat the same request for days.",
            async scim => (await scim.PostAsync("/Users", "")).Refuses(400, "invalidSyntax", "invalidValue")
        },
        {
            Should, "deep-json", "A body of ten thousand levels is refused", "RFC 8259 §9", "One request could end the server.",
            async scim =>
            {
                var answer = await scim.PostAsync("/Users", new string('[', 10_000) + new string(']', 10_000));
                answer.Must(answer.Status is 400 or 413, "status 400 or 413");
                (await scim.GetAsync("/Users?count=1")).IsList();
            }
        },
        {
            Should, "method", "A method the endpoint does not have is 405 or 501", "RFC 9110 §15.5.6",
            "DELETE of a collection must not be taken for anything else.",
            async scim => (await scim.SendAsync(new(HttpMethod.Put, "/Users") { Body = "{}"u8.ToArray() })).Is(405, 501, 404)
        },
        {
            Should, "duplicate-member", "The same member twice is refused", "RFC 8259 §4",
            "Two readers of one message would see two different users.",
            async scim =>
            {
                var (first, second) = (scim.NewName(), scim.NewName());
                (await scim.PostAsync("/Users", $$"""
                    {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{first}}","userName":"{{second}}"}
                    """)).Is(400);
            }
        },
    };
}
