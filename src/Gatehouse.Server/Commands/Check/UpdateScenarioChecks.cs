using Gatehouse.Scim.Schemas;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>How Microsoft Entra ID changes users, in its default and in its compliant style.</summary>
static class UpdateScenarioChecks
{
    const string Compatibility = "https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility";
    const string Enterprise = StandardSchemas.EnterpriseUserId;
    const string Why = "Changes do not arrive, and Entra ID sends them again in every cycle.";

    public static CheckGroup All { get; } = new("entra-update")
    {
        {
            Entra, "op-case", "Add, Replace and Remove with capital letters", Compatibility, Why,
            async scim => await EndsAsync(
                scim, """{"op":"Replace","path":"displayName","value":"Mira O."}""", read => read.Text("displayName") == "Mira O.", "displayName \"Mira O.\"")
        },
        {
            Entra, "disable-text", "active \"False\" as text disables, and the user stays visible",
            Compatibility, "People who left keep their access.",
            async scim => await DisablesAsync(scim, """{"op":"Replace","path":"active","value":"False"}""")
        },
        {
            Entra, "disable-boolean", "active false disables, and the user stays visible",
            Compatibility, "People who left keep their access.",
            async scim => await DisablesAsync(scim, """{"op":"replace","path":"active","value":false}""")
        },
        {
            Entra, "disable-without-path", "active false without a path disables", Compatibility, "People who left keep their access.",
            async scim => await DisablesAsync(scim, """{"op":"replace","value":{"active":false}}""")
        },
        {
            Entra, "restore", "active \"True\" enables again, with the same data", Compatibility, "People who come back have no access.",
            async scim =>
            {
                scim.NeedsAttribute("active");
                var user = await NewUserAsync(scim);
                await scim.PatchAndReadAsync(user, """{"op":"Replace","path":"active","value":"False"}""");
                var read = await scim.PatchAndReadAsync(user, """{"op":"Replace","path":"active","value":"True"}""");
                read.Must(
                    read.Value("active").AsBoolean == true && read.Value("displayName").HasValue, "active true and the data of before");
            }
        },
        {
            Entra, "value-path-created", "A value path that matches nothing creates the value, for Add and Replace",
            "https://github.com/Captain-P-Goldfish/SCIM-SDK/issues/416", "The user never gets a phone number, and the whole batch fails.",
            async scim =>
            {
                scim.NeedsAttribute("phoneNumbers");
                foreach (var op in new[] { "Add", "Replace" })
                {
                    await EndsAsync(
                        scim,
                        $$"""{"op":"{{op}}","path":"phoneNumbers[type eq \"mobile\"].value","value":"+31 6 5550 0142"}""",
                        read => read.Element("phoneNumbers", "mobile")["value"].AsText == "+31 6 5550 0142",
                        "a phone number of type mobile");
                }
            }
        },
        {
            Entra, "value-path-merged", "Several operations on one value end in one value",
            Compatibility, "An address falls apart into several.",
            async scim =>
            {
                scim.NeedsAttribute("addresses");
                await EndsAsync(
                    scim,
                    """
                    {"op":"Add","path":"addresses[type eq \"work\"].streetAddress","value":"Oudegracht 1204"},
                    {"op":"Add","path":"addresses[type eq \"work\"].locality","value":"Utrecht"}
                    """,
                    read => read.Elements("addresses") is [var only] && only["streetAddress"].HasValue && only["locality"].AsText == "Utrecht",
                    "one address with streetAddress and locality");
            }
        },
        {
            Entra, "parent-created", "Add name.givenName creates name", Compatibility, Why,
            async scim =>
            {
                scim.NeedsAttribute("name");
                scim.Needs("patch");
                var user = await scim.NewUserAsync("""{"name":null}""");
                var read = await scim.PatchAndReadAsync($"/Users/{user.Id}", """{"op":"Add","path":"name.givenName","value":"Hanna"}""");
                read.Must(read.Text("name", "givenName") == "Hanna", "name.givenName \"Hanna\"");
            }
        },
        {
            Entra, "flat-keys", "Without a path, flat keys with dots and URNs are paths", Compatibility, Why,
            async scim =>
            {
                scim.NeedsAttribute("name");
                scim.NeedsEnterprise("employeeNumber");
                await EndsAsync(
                    scim,
                    $$"""{"op":"replace","value":{"displayName":"Hanna","name.givenName":"Hanna","{{Enterprise}}:employeeNumber":"7710"} }""",
                    read => read.Text("displayName") == "Hanna" && read.Text("name", "givenName") == "Hanna" && read.Enterprise("employeeNumber").AsText == "7710"
                        && !read.Value("name.givenName").HasValue,
                    "displayName, name.givenName and employeeNumber, each in its place");
            }
        },
        {
            Entra, "nested", "Without a path, nested values are merged", "RFC 7644 §3.5.2.3", Why,
            async scim =>
            {
                scim.NeedsAttribute("name");
                scim.NeedsEnterprise("department");
                await EndsAsync(
                    scim,
                    $$"""{"op":"Replace","value":{"name":{"givenName":"Olha"},"{{Enterprise}}":{"department":"Treasury"} } }""",
                    read => read.Text("name", "givenName") == "Olha" && read.Text("name", "familyName") == "Okonkwo" && read.Enterprise("department").AsText == "Treasury",
                    "the new givenName, the old familyName and the new department");
            }
        },
        {
            Entra, "clear", "An empty text and null clear an optional attribute",
            "https://learn.microsoft.com/entra/identity/app-provisioning/clear-attribute-values", "Values that were taken away stay.",
            async scim =>
            {
                scim.NeedsAttribute("title");
                foreach (var nothing in new[] { "\"\"", "null" })
                {
                    scim.Needs("patch");
                    var user = await scim.NewUserAsync("""{"title":"Engineer"}""");
                    var read = await scim.PatchAndReadAsync(
                        $"/Users/{user.Id}", $$"""{"op":"replace","path":"title","value":{{nothing}} }""");
                    read.Must(!read.Value("title").HasValue, "no title");
                }
            }
        },
        {
            Entra, "manager", "A manager is set by bare text and by an object, and cleared by an empty text",
            "https://github.com/AzureAD/SCIMReferenceCode", "Managers do not arrive.",
            async scim =>
            {
                scim.NeedsEnterprise("manager");
                var boss = (await scim.NewUserAsync()).Id;
                var user = await NewUserAsync(scim);
                foreach (var value in new[] { $"\"{boss}\"", $$"""{"value":"{{boss}}"}""", $$"""[{"value":"{{boss}}"}]""" })
                {
                    var read = await scim.PatchAndReadAsync(user, $$"""{"op":"Add","path":"{{Enterprise}}:manager","value":{{value}} }""");
                    read.Must(read.Enterprise("manager").AsObject?["value"].AsText == boss, "manager as an object with the id in value");
                    var cleared = await scim.PatchAndReadAsync(user, $$"""{"op":"Replace","path":"{{Enterprise}}:manager","value":""}""");
                    cleared.Must(cleared.Enterprise("manager").IsEmpty, "no manager");
                }
            }
        },
        {
            Entra, "unqualified", "manager and department without URN mean the enterprise extension", Compatibility, Why,
            async scim =>
            {
                scim.NeedsEnterprise("department");
                await EndsAsync(
                    scim, """{"op":"Add","path":"department","value":"Treasury"}""", read => read.Enterprise("department").AsText == "Treasury", "department \"Treasury\" in the enterprise extension");
            }
        },
        {
            Entra, "roles", "roles[primary eq \"True\"].value creates a primary role",
            "https://learn.microsoft.com/entra/identity/app-provisioning/customize-application-attributes", "Roles do not arrive.",
            async scim =>
            {
                scim.NeedsAttribute("roles");
                await EndsAsync(
                    scim,
                    """{"op":"Add","path":"roles[primary eq \"True\"].value","value":"Admin"}""",
                    read => read.Elements("roles") is [var only] && only["value"].AsText == "Admin" && only["primary"].AsBoolean == true,
                    "one role with value \"Admin\" and primary true");
            }
        },
        {
            Entra, "packed-roles", "A role packed as JSON text into value is unpacked",
            "https://learn.microsoft.com/entra/identity/app-provisioning/customize-application-attributes",
            "Roles arrive as a heap of JSON.",
            async scim =>
            {
                scim.NeedsAttribute("roles");
                await EndsAsync(
                    scim,
                    """{"op":"Add","path":"roles","value":[{"value":"{\"id\":\"c41d\",\"value\":\"Admin\",\"displayName\":\"Administrator\"}"}]}""",
                    read => read.Elements("roles") is [var only] && only["value"].AsText == "Admin",
                    "one role with value \"Admin\"");
            }
        },
        {
            Entra, "empty-operations", "An empty Operations list is a success without change",
            "https://github.com/scimmyjs/scimmy/issues/59", "Microsoft's SCIM Validator counts a refusal as a failure.",
            async scim =>
            {
                scim.Needs("patch");
                (await scim.PatchAsync($"/Users/{(await scim.NewUserAsync()).Id}", "")).Is(200, 204);
            }
        },
        {
            Entra, "resource-in-answer", "PATCH of a user answers 200 with the user",
            "https://learn.microsoft.com/entra/identity/app-provisioning/scim-validator-tutorial",
            "Microsoft's SCIM Validator wants the resource.",
            async scim => (await scim.PatchAsync(await NewUserAsync(scim), """{"op":"Replace","path":"displayName","value":"Mira O."}"""))
                .Is(200)
        },
        {
            Entra, "remove-nothing", "Removing what is not there is a success",
            "RFC 7644 §3.5.2.2", "A repeated request stops the user's updates.",
            async scim =>
            {
                scim.NeedsAttribute("title", "phoneNumbers");
                var user = await NewUserAsync(scim);
                (await scim.PatchAsync(user, """{"op":"Remove","path":"title"}""")).Is(200, 204);
                (await scim.PatchAsync(user, """{"op":"Remove","path":"phoneNumbers[type eq \"fax\"]"}""")).Is(200, 204);
            }
        },
        {
            Entra, "soft-delete", "The rename of a soft delete works, touches no mail, and the restore too",
            "https://github.com/onyx-dot-app/onyx/pull/14074", "Deleted people block their name, or come back twice.",
            async scim =>
            {
                scim.Needs("patch");
                scim.NeedsAttribute("active", "emails");
                var user = await scim.NewUserAsync();
                var (path, name) = ($"/Users/{user.Id}", user.Text("userName"));
                var deleted = await scim.PatchAndReadAsync(path, $$"""
                    {"op":"Replace","path":"userName","value":"{{Guid.NewGuid():N}}{{name}}"},{"op":"Replace","path":"active","value":false}
                    """);
                deleted.Must(
                    deleted.Id == user.Id && deleted.Element("emails", "work")["value"].AsText == user.Element("emails", "work")["value"].AsText,
                    "the same id and address");
                (await scim.FilterAsync("/Users", $"userName eq \"{name}\"")).Finds();
                var restored = await scim.PatchAndReadAsync(path, $$"""
                    {"op":"Replace","path":"userName","value":"{{name}}"},{"op":"Replace","path":"active","value":true}
                    """);
                restored.Must(restored.Id == user.Id && restored.Text("userName") == name, "the same id and the old name");
            }
        },
    };

    static async Task<string> NewUserAsync(Endpoint scim)
    {
        scim.Needs("patch");
        scim.NeedsAttribute("displayName");
        return $"/Users/{(await scim.NewUserAsync()).Id}";
    }

    static async Task EndsAsync(Endpoint scim, string operations, Func<Answer, bool> holds, string expected)
    {
        var read = await scim.PatchAndReadAsync(await NewUserAsync(scim), operations);
        read.Must(holds(read), expected);
    }

    static async Task DisablesAsync(Endpoint scim, string operation)
    {
        scim.Needs("patch");
        scim.NeedsAttribute("active");
        var user = await scim.NewUserAsync();
        var read = await scim.PatchAndReadAsync($"/Users/{user.Id}", operation);
        read.Must(read.Value("active").AsBoolean == false, "active false, as a boolean");
        var found = (await scim.FilterAsync("/Users", $"userName eq \"{user.Text("userName")}\"")).Finds(user.Id);
        found.Must(found.Resources[0]["active"].AsBoolean == false, "active false in the list too");
    }
}
