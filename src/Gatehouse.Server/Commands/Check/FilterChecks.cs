using Gatehouse.Scim.Schemas;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>Filters. Each is tied to the id of an own user where it could match others, so that the endpoint's other data does not matter.</summary>
static class FilterChecks
{
    const string WhyGrammar = "Clients get nobody, or somebody else.";

    public static CheckGroup All { get; } = new("filters")
    {
        {
            Must, "equal", "userName eq finds the user, in any letter case", "RFC 7644 §3.4.2.2; RFC 7643 §4.1.1",
            "Entra ID does not find the user and creates a second one.",
            async scim =>
            {
                scim.Needs("filter");
                var user = await scim.CommonUserAsync();
                (await scim.FilterAsync("/Users", $"userName eq \"{user.Text("userName")}\"")).Finds(user.Id);
                (await scim.FilterAsync("/Users", $"userName eq \"{user.Text("userName")?.ToUpperInvariant()}\"")).Finds(user.Id);
            }
        },
        {
            Must, "operators", "The operators ne, co, sw, ew, pr, gt, ge, lt and le", "RFC 7644 §3.4.2.2", WhyGrammar,
            async scim =>
            {
                scim.Needs("filter");
                var user = await scim.CommonUserAsync();
                var name = user.Text("userName") ?? "";
                foreach (var condition in new[]
                {
                    "userName ne \"somebody-else\"", $"userName co \"{name[8..^4]}\"", $"userName sw \"{name[..^4]}\"", $"userName ew \"{name[4..]}\"",
                    "userName pr", $"userName ge \"{name}\"", $"userName le \"{name}\"", "userName gt \"a\"", "userName lt \"zzzz\"",
                })
                    (await scim.FilterAsync("/Users", $"{condition} and userName eq \"{name}\"")).Finds(user.Id);
                (await scim.FilterAsync("/Users", $"userName ne \"{name}\" and userName eq \"{name}\"")).Finds();
            }
        },
        {
            Must, "case", "Operators, and, or, not and names in any letter case", "RFC 7644 §3.4.2.2; RFC 7643 §2.1", WhyGrammar,
            async scim => await FindsCommonAsync(scim, "USERNAME Eq \"{0}\" AND NOT (externalId PR)")
        },
        {
            Must, "precedence", "and binds closer than or; brackets come first", "RFC 7644 §3.4.2.2", WhyGrammar,
            async scim =>
            {
                await FindsCommonAsync(scim, "userName eq \"{0}\" or userName eq \"nobody-a\" and userName eq \"nobody-b\"");
                var user = await scim.CommonUserAsync();
                (await scim.FilterAsync("/Users", $"(userName eq \"{user.Text("userName")}\" or userName eq \"nobody-a\") and userName eq \"nobody-b\""))
                    .Finds();
            }
        },
        {
            Must, "not", "not takes brackets, with and without a blank", "RFC 7644 §3.4.2.2, erratum 7319", WhyGrammar,
            async scim =>
            {
                await FindsCommonAsync(scim, "userName eq \"{0}\" and not (userName eq \"nobody\")");
                await FindsCommonAsync(scim, "userName eq \"{0}\" and not(userName eq \"nobody\")");
            }
        },
        {
            Must, "escapes", "Values are JSON texts with escapes", "RFC 7644 §3.4.2.2", "People with unusual names are not found.",
            async scim =>
            {
                scim.Needs("filter");
                scim.NeedsAttribute("displayName");
                var user = await scim.NewUserAsync("""{"displayName":"a \"b\" \\ é % ' & #"}""");
                (await scim.FilterAsync("/Users", $$"""displayName eq "a \"b\" \\ \u00e9 % ' & #" and userName eq "{{user.Text("userName")}}" """.Trim()))
                    .Finds(user.Id);
            }
        },
        {
            Must, "no-wildcards", "%, _ and * in values are only text",
            "RFC 7644 §3.4.2.2", "A client finds other people than it asked for.",
            async scim =>
            {
                scim.Needs("filter");
                var user = await scim.CommonUserAsync();
                var name = user.Text("userName");
                (await scim.FilterAsync("/Users", $"userName co \"%\" and userName eq \"{name}\"")).Finds();
                (await scim.FilterAsync("/Users", $"userName sw \"gatehouse_\" and userName eq \"{name}\"")).Finds();
                (await scim.FilterAsync("/Users", $"userName eq \"*\" and userName eq \"{name}\"")).Finds();
            }
        },
        {
            Must, "external-id", "externalId is compared exactly",
            "RFC 7643 §3.1", "Entra ID links the wrong person when it matches by externalId.",
            async scim =>
            {
                scim.Needs("filter");
                var externalId = scim.NewName() + "-Xy";
                var user = await scim.NewUserAsync($$"""{"externalId":"{{externalId}}"}""");
                (await scim.FilterAsync("/Users", $"externalId eq \"{externalId}\"")).Finds(user.Id);
                (await scim.FilterAsync("/Users", $"externalId eq \"{externalId.ToUpperInvariant()}\"")).Finds();
            }
        },
        {
            Must, "id", "id and meta can be filtered by", "RFC 7643 §3.1; RFC 7644 §3.4.2.2", "Clients check references this way.",
            async scim =>
            {
                scim.Needs("filter");
                var user = await scim.CommonUserAsync();
                (await scim.FilterAsync("/Users", $"id eq \"{user.Id}\"")).Finds(user.Id);
                (await scim.FilterAsync("/Users", $"meta.resourceType eq \"User\" and id eq \"{user.Id}\"")).Finds(user.Id);
            }
        },
        {
            Must, "time", "Times are compared as times, with any offset", "RFC 7644 §3.4.2.2", "Clients that ask for changes miss some.",
            async scim =>
            {
                await FindsCommonAsync(scim, "meta.lastModified ge \"2020-01-01T01:00:00+01:00\" and userName eq \"{0}\"");
                var user = await scim.CommonUserAsync();
                (await scim.FilterAsync("/Users", $"meta.lastModified lt \"2020-01-01T00:00:00Z\" and userName eq \"{user.Text("userName")}\""))
                    .Finds();
            }
        },
        {
            Must, "boolean-order", "Ordering booleans is refused", "RFC 7644 §3.4.2.2", WhyGrammar,
            async scim =>
            {
                scim.Needs("filter");
                scim.NeedsAttribute("active");
                (await scim.FilterAsync("/Users", "active gt false")).Refuses(400, "invalidFilter");
            }
        },
        {
            Must, "boolean", "active eq true and active eq false",
            "RFC 7644 §3.4.2.2", "Clients that ask for disabled users get the others.",
            async scim =>
            {
                scim.Needs("filter");
                scim.NeedsAttribute("active");
                var user = await scim.CommonUserAsync();
                (await scim.FilterAsync("/Users", $"active eq true and userName eq \"{user.Text("userName")}\"")).Finds(user.Id);
                (await scim.FilterAsync("/Users", $"active eq false and userName eq \"{user.Text("userName")}\"")).Finds();
            }
        },
        {
            Must, "present", "pr is true for values, also false, and for complex ones", "RFC 7644 §3.4.2.2", WhyGrammar,
            async scim =>
            {
                scim.NeedsAttribute("name", "emails", "active", "title");
                await FindsCommonAsync(scim, "name pr and emails pr and active pr and userName eq \"{0}\"");
                var user = await scim.CommonUserAsync();
                (await scim.FilterAsync("/Users", $"title pr and userName eq \"{user.Text("userName")}\"")).Finds();
            }
        },
        {
            Must, "any-value", "Any value of a multi-valued attribute may match; emails means emails.value",
            "RFC 7644 §3.4.2.2", WhyGrammar,
            async scim =>
            {
                scim.NeedsAttribute("emails");
                await FindsCommonAsync(scim, "emails.value eq \"{0}\"");
                await FindsCommonAsync(scim, "emails eq \"{0}\"");
            }
        },
        {
            Must, "value-path", "Brackets tie conditions to one value", "RFC 7644 §3.4.2.2", WhyGrammar,
            async scim =>
            {
                scim.Needs("filter");
                scim.NeedsAttribute("emails");
                var name = scim.NewName();
                var user = await scim.NewUserAsync($$"""
                    {"emails":[{"type":"work","value":"{{name}}@contoso.example"},{"type":"home","value":"{{name}}@fabrikam.example"}]}
                    """);
                (await scim.FilterAsync("/Users", $"emails[type eq \"work\" and value eq \"{name}@contoso.example\"]")).Finds(user.Id);
                (await scim.FilterAsync("/Users", $"emails[type eq \"work\" and value eq \"{name}@fabrikam.example\"]")).Finds();
                (await scim.FilterAsync("/Users", $"emails[not (type eq \"work\") and value eq \"{name}@fabrikam.example\"]"))
                    .Finds(user.Id);
            }
        },
        {
            Must, "urn", "Attributes by URN, of the core and of extensions", "RFC 7644 §3.10", "Clients that qualify names get nobody.",
            async scim =>
            {
                await FindsCommonAsync(scim, StandardSchemas.UserId + ":userName eq \"{0}\"");
                scim.NeedsEnterprise("department");
                var department = scim.NewName();
                var user = await scim.NewUserAsync($$"""
                    {"schemas":["{{StandardSchemas.UserId}}","{{StandardSchemas.EnterpriseUserId}}"],"{{StandardSchemas.EnterpriseUserId}}":{"department":"{{department}}"} }
                    """);
                (await scim.FilterAsync("/Users", $"{StandardSchemas.EnterpriseUserId}:department eq \"{department}\"")).Finds(user.Id);
                (await scim.FilterAsync("/Users", $"schemas eq \"{StandardSchemas.EnterpriseUserId}\" and id eq \"{user.Id}\""))
                    .Finds(user.Id);
            }
        },
        {
            Must, "members", "Groups by member", "RFC 7643 §4.2; RFC 7644 §3.4.2.2", "Clients cannot find out who is where.",
            async scim =>
            {
                scim.Needs("filter");
                var user = await scim.NewUserAsync();
                var group = await scim.NewGroupAsync($$"""{"members":[{"value":"{{user.Id}}"}]}""");
                (await scim.FilterAsync("/Groups", $"members.value eq \"{user.Id}\"")).Finds(group.Id);
                (await scim.FilterAsync("/Groups", $"members[value eq \"{user.Id}\"]")).Finds(group.Id);
            }
        },
        {
            Should, "unknown-attribute", "A filter on an unknown attribute is 400 invalidFilter", "RFC 7644 §3.4.2.2, §3.12",
            "A wrong matching attribute shows as duplicates instead of an error.",
            async scim => await RefusesAsync(scim, "favouriteColour eq \"red\"")
        },
        {
            Must, "unknown-operator", "An unknown operator is 400 invalidFilter", "RFC 7644 §3.4.2.2", WhyGrammar,
            async scim => await RefusesAsync(scim, "userName regex \"x\"")
        },
        {
            Must, "malformed", "Malformed filters are 400 invalidFilter, never an unfiltered list", "RFC 7644 §3.4.2.2",
            "A client takes the first user of the list for the one it asked for.",
            async scim => await RefusesAsync(
                scim, "userName eq", "(userName eq \"x\"", "userName eq \"x\" and", "emails[type eq \"work\"", "userName eq 'x'", "userName eq \"x\" garbage")
        },
        {
            Must, "plus", "+ and %20 are blanks in the query string",
            "RFC 7644 §3.4.2.2; https://url.spec.whatwg.org/#application/x-www-form-urlencoded",
            "Entra ID sends blanks as +.",
            async scim =>
            {
                scim.Needs("filter");
                var user = await scim.CommonUserAsync();
                (await scim.GetAsync($"/Users?filter=userName+eq+%22{user.Text("userName")?.Replace("@", "%40", StringComparison.Ordinal)}%22"))
                    .Finds(user.Id);
            }
        },
        {
            Should, "bounded", "A filter of some thousand brackets is refused", "RFC 7644 §7.5", "One request could occupy the server.",
            async scim =>
            {
                scim.Needs("filter");
                var answer = await scim.FilterAsync("/Users", new string('(', 3000) + "userName pr" + new string(')', 3000));
                answer.Must(answer.Status is 400 or 414 or 431, "status 400, 414 or 431");
            }
        },
        {
            Must, "total", "totalResults counts all matches, not the page", "RFC 7644 §3.4.2", "Clients stop after the first page.",
            async scim =>
            {
                scim.Needs("filter");
                var shared = scim.NewName();
                await scim.NewUserAsync($$"""{"externalId":"{{shared}}"}""");
                await scim.NewUserAsync($$"""{"externalId":"{{shared}}"}""");
                var answer = (await scim.ListAsync("/Users", new() { Filter = $"externalId eq \"{shared}\"", Count = 1 })).IsList();
                answer.Must(answer.Response.TotalResults == 2 && answer.Resources.Count == 1, "totalResults 2 and one resource");
            }
        },
        {
            Must, "password", "A filter on the password tells nothing", "RFC 7644 §7.5.2", "Passwords could be guessed letter by letter.",
            async scim =>
            {
                scim.Needs("filter");
                var answer = await scim.FilterAsync("/Users", "password sw \"a\"");
                answer.Must(
                    answer.Status is 400 or 403 || (answer.Status == 200 && answer.Response.TotalResults == 0),
                    "400, 403 or an empty list");
            }
        },
    };

    static async Task FindsCommonAsync(Endpoint scim, string filter)
    {
        scim.Needs("filter");
        var user = await scim.CommonUserAsync();
        (await scim.FilterAsync("/Users", filter.Replace("{0}", user.Text("userName"), StringComparison.Ordinal))).Finds(user.Id);
    }

    static async Task RefusesAsync(Endpoint scim, params IReadOnlyList<string> filters)
    {
        scim.Needs("filter");
        foreach (var filter in filters)
            (await scim.FilterAsync("/Users", filter)).Refuses(400, "invalidFilter");
    }
}
