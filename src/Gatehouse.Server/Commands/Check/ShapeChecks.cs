using System.Globalization;
using Gatehouse.Scim.Schemas;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>schemas, id, meta, and names.</summary>
static class ShapeChecks
{
    public static CheckGroup All { get; } = new("shape")
    {
        {
            Must, "schemas-required", "A resource without schemas is refused", "RFC 7643 §3",
            "Nobody can tell what such a message means.",
            async scim => (await scim.PostAsync("/Users", $$"""{"userName":"{{scim.NewName()}}"}"""))
                .Refuses(400, "invalidSyntax", "invalidValue")
        },
        {
            Must, "schemas-list", "schemas that are no list of texts, or an empty one, are refused", "RFC 7643 §3",
            "Nobody can tell what such a message means.",
            async scim =>
            {
                foreach (var schemas in new[] { "[]", "5", "[5]" })
                    (await scim.PostAsync("/Users", $$"""{"schemas":{{schemas}},"userName":"{{scim.NewName()}}"}""")).Is(400);
            }
        },
        {
            Must, "schemas-answer", "Answers list the base schema and the extensions that have values, each once", "RFC 7643 §3",
            "Clients parse extensions by this list.",
            async scim =>
            {
                scim.NeedsEnterprise("department");
                var user = await scim.NewUserAsync($$"""
                    {"schemas":["{{StandardSchemas.EnterpriseUserId}}","{{StandardSchemas.UserId}}"],"{{StandardSchemas.EnterpriseUserId}}":{"department":"Payments"} }
                    """);
                var schemas = (user.Value("schemas").AsList ?? []).Select(urn => urn.AsText).ToList();
                user.Must(
                    schemas.Contains(StandardSchemas.UserId) && schemas.Contains(StandardSchemas.EnterpriseUserId), "both URNs in schemas");
                user.Must(schemas.Distinct().Count() == schemas.Count, "no URN twice");
            }
        },
        {
            Must, "id", "id is given by the server and stays", "RFC 7643 §3.1",
            "Clients store the id and use it for ever.",
            async scim =>
            {
                var user = await scim.NewUserAsync("""{"id":"chosen-by-the-client"}""");
                user.Must(
                    user.Id != "chosen-by-the-client" && !user.Id.Contains("bulkId", StringComparison.Ordinal),
                    "an id of the server's own");
                var read = (await scim.GetAsync($"/Users/{user.Id}")).Is(200);
                read.Must(read.Id == user.Id, "the same id");
            }
        },
        {
            Must, "meta-ignored", "meta in a request is ignored", "RFC 7643 §3.1; RFC 7644 §3.3",
            "A client could rewrite history.",
            async scim =>
            {
                var user = await scim.NewUserAsync("""{"meta":{"resourceType":"User","created":"1999-01-01T00:00:00Z","location":"https://contoso.example/x"}}""");
                user.Must(
                    user.Text("meta", "created")?.StartsWith("1999", StringComparison.Ordinal) != true, "the server's own meta.created");
            }
        },
        {
            Must, "meta", "meta has resourceType, created, lastModified and location", "RFC 7643 §3.1",
            "Clients find changes and addresses by it.",
            async scim =>
            {
                var user = await scim.CommonUserAsync();
                user.Must(user.Text("meta", "resourceType") == "User", "meta.resourceType User");
                foreach (var name in new[] { "created", "lastModified", "location" })
                    user.Must(user.Text("meta", name) is { Length: > 0 }, "meta." + name);
            }
        },
        {
            Must, "times", "Times have date, time and time zone", "RFC 7643 §2.3.5",
            "A time without a zone is read as another one elsewhere.",
            async scim =>
            {
                var user = await scim.CommonUserAsync();
                user.Must(
                    user.Text("meta", "created") is { } created && IsInstant(created),
                    "meta.created as an xsd:dateTime with Z or an offset");
            }
        },
        {
            Must, "last-modified", "lastModified moves with each change", "RFC 7643 §3.1",
            "Clients that look for changes miss this one.",
            async scim =>
            {
                scim.Needs("patch");
                scim.NeedsAttribute("title");
                var user = await scim.NewUserAsync();
                await Task.Delay(1100);
                var changed = await scim.PatchAndReadAsync($"/Users/{user.Id}", """{"op":"replace","path":"title","value":"Engineer"}""");
                changed.Must(InstantOf(changed) > InstantOf(user), "a later meta.lastModified");
                changed.Must(changed.Text("meta", "created") == user.Text("meta", "created"), "the same meta.created");
            }
        },
        {
            Should, "last-modified-unchanged", "lastModified stays when a PATCH changes nothing", "RFC 7644 §3.5.2.1",
            "Every cycle looks like a change to those who watch.",
            async scim =>
            {
                scim.Needs("patch");
                scim.NeedsAttribute("title");
                var user = await scim.NewUserAsync("""{"title":"Engineer"}""");
                await Task.Delay(1100);
                var same = await scim.PatchAndReadAsync($"/Users/{user.Id}", """{"op":"replace","path":"title","value":"Engineer"}""");
                same.Must(same.Text("meta", "lastModified") == user.Text("meta", "lastModified"), "the same meta.lastModified");
            }
        },
        {
            Should, "location-absolute", "meta.location is an absolute address", "RFC 7643 §3.1",
            "Clients that follow it need the whole address.",
            async scim =>
            {
                var user = await scim.CommonUserAsync();
                user.Must(
                    user.Text("meta", "location")?.StartsWith("http", StringComparison.OrdinalIgnoreCase) == true
                        && user.Text("meta", "location")?.EndsWith(user.Id, StringComparison.Ordinal) == true,
                    "an absolute URI that ends with the id");
            }
        },
        {
            Must, "external-id", "externalId is stored as sent and need not be unique", "RFC 7643 §3.1",
            "Entra ID fills it from an attribute that is neither unique nor always there.",
            async scim =>
            {
                var externalId = scim.NewName() + "-Ab";
                var first = await scim.NewUserAsync($$"""{"externalId":"{{externalId}}"}""");
                first.Must(first.Text("externalId") == externalId, $"externalId \"{externalId}\"");
                (await scim.PostAsync("/Users", scim.User($$"""{"externalId":"{{externalId}}"}"""))).Is(201);
            }
        },
        {
            Must, "name-case", "Attribute names in bodies are read in any letter case", "RFC 7643 §2.1",
            "Clients write names in another case and lose their values.",
            async scim =>
            {
                var name = scim.NewName();
                var answer = (await scim.PostAsync("/Users", $$"""
                    {"SCHEMAS":["{{StandardSchemas.UserId}}"],"USERNAME":"{{name}}","DisplayName":"Mira"}
                    """)).Is(201);
                answer.Must(answer.Text("userName") == name, $"userName \"{name}\", written as in the schema");
            }
        },
        {
            Must, "null-is-absent", "null and empty lists mean no value", "RFC 7643 §2.5",
            "Entra ID's own examples send null for what a person does not have.",
            async scim =>
            {
                scim.NeedsAttribute("title", "phoneNumbers");
                var user = (await scim.PostAsync("/Users", scim.User("""{"title":null,"phoneNumbers":[]}"""))).Is(201);
                var read = (await scim.GetAsync($"/Users/{user.Id}")).Is(200);
                read.Must(!read.Value("title").HasValue && read.Value("phoneNumbers").IsEmpty, "neither title nor phoneNumbers");
            }
        },
        {
            Should, "unassigned-left-out", "Unassigned attributes are left out of answers, not null", "RFC 7643 §2.5",
            "Entra ID takes a null for a value that differs and writes it again.",
            async scim =>
            {
                var user = (await scim.GetAsync($"/Users/{(await scim.CommonUserAsync()).Id}")).Is(200);
                user.Must(user.Body.All(member => member.Value.HasValue), "no member that is null");
            }
        },
    };

    static bool IsInstant(string text) =>
        (text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-'))
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    static DateTimeOffset InstantOf(Answer answer) =>
        DateTimeOffset.TryParse(
            answer.Text("meta", "lastModified"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw CheckEnded.Failed(answer, "meta.lastModified as a time");
}
