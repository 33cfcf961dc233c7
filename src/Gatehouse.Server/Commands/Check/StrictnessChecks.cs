using Gatehouse.Scim.Schemas;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>What is not in the schema is refused and named, so that a wrong mapping shows at once.</summary>
static class StrictnessChecks
{
    const string Reference = "RFC 7644 §3.12; draft-zollner-scim-interop-profile";
    const string Why = "Values disappear without a word, and the administrator believes that they arrived.";

    public static CheckGroup All { get; } = new("strictness")
    {
        {
            Should, "unknown-attribute", "An attribute that no schema has is refused and named", Reference, Why,
            async scim => NamesIt(await scim.PostAsync("/Users", scim.User("""{"favouriteColour":"red"}""")), "favouriteColour")
        },
        {
            Should, "unknown-sub-attribute", "A sub-attribute that no schema has is refused and named", Reference, Why,
            async scim =>
            {
                scim.NeedsAttribute("name");
                NamesIt(await scim.PostAsync("/Users", scim.User("""{"name":{"givenName":"Mira","nick":"M"}}""")), "nick");
            }
        },
        {
            Should, "unknown-extension", "Data of an extension that the endpoint does not have is refused and named", Reference, Why,
            async scim => NamesIt(
                await scim.PostAsync("/Users", scim.User("""{"urn:contoso:none:2.0:User":{"shoeSize":44}}""")), "urn:contoso:none:2.0:User")
        },
        {
            Should, "unknown-path", "A PATCH path that no schema has is refused, and nothing changes", "RFC 7644 §3.5.2, §3.12", Why,
            async scim =>
            {
                scim.Needs("patch");
                var user = await scim.NewUserAsync();
                (await scim.PatchAsync($"/Users/{user.Id}", """{"op":"add","path":"favouriteColour","value":"red"}"""))
                    .Refuses(400, "invalidPath", "invalidSyntax", "noTarget");
            }
        },
        {
            Should, "unknown-key", "A key without a path that no schema has is refused", "RFC 7644 §3.5.2, §3.12", Why,
            async scim =>
            {
                scim.Needs("patch");
                var user = await scim.NewUserAsync();
                (await scim.PatchAsync($"/Users/{user.Id}", """{"op":"add","value":{"favouriteColour":"red"}}"""))
                    .Refuses(400, "invalidPath", "invalidSyntax", "noTarget");
            }
        },
        {
            Should, "listed-is-stored", "What the schema lists is stored and returned", "RFC 7643 §7", Why,
            async scim =>
            {
                string[] offered = ["nickName", "userType", "title", "locale", "timezone", "preferredLanguage"];
                foreach (var name in offered.Where(scim.Announced.HasUserAttribute))
                {
                    var value = name switch { "locale" or "preferredLanguage" => "nl-NL", "timezone" => "Europe/Amsterdam", _ => "Example" };
                    var user = (await scim.PostAsync("/Users", scim.User($$"""{"{{name}}":"{{value}}"}"""))).Is(201);
                    var read = (await scim.GetAsync($"/Users/{user.Id}")).Is(200);
                    read.Must(read.Text(name) == value, $"{name} \"{value}\"");
                }
            }
        },
        {
            Entra, "external-id-listed", "externalId is in the published User schema",
            "https://github.com/Captain-P-Goldfish/scim-for-keycloak/issues/87",
            "Microsoft's gallery test compares the mapping with /Schemas and misses it.",
            async scim =>
            {
                var answer = (await scim.GetAsync("/Schemas/" + StandardSchemas.UserId)).Is(200);
                answer.Must(
                    answer.Elements("attributes").Any(attribute => attribute["name"].AsText == "externalId"), "an attribute externalId");
            }
        },
        {
            Entra, "types-listed", "type of emails, phoneNumbers and addresses has canonicalValues",
            "https://learn.microsoft.com/entra/identity/app-provisioning/scim-validator-tutorial",
            "Without them the SCIM Validator invents types.",
            async scim =>
            {
                var answer = (await scim.GetAsync("/Schemas/" + StandardSchemas.UserId)).Is(200);
                foreach (var attribute in answer.Elements("attributes").Where(attribute => attribute["name"].AsText is "emails" or "phoneNumbers" or "addresses"))
                {
                    var type = (attribute["subAttributes"].AsList ?? []).Select(part => part.AsObject)
                        .FirstOrDefault(part => part?["name"].AsText == "type");
                    answer.Must(type?["canonicalValues"].AsList is { Count: > 0 }, $"canonicalValues for {attribute["name"]}.type");
                }
            }
        },
    };

    static void NamesIt(Answer answer, string name)
    {
        answer.Refuses(400);
        answer.Must(answer.Text("detail")?.Contains(name, StringComparison.OrdinalIgnoreCase) == true, $"a detail that names {name}");
    }
}
