using Gatehouse.Scim.Schemas;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>How Microsoft Entra ID creates users.</summary>
static class CreateScenarioChecks
{
    const string Tutorial = "https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups";
    const string Enterprise = StandardSchemas.EnterpriseUserId;
    const string Why = "Users are not created, and the provisioning log fills with failures.";

    public static CheckGroup All { get; } = new("entra-create")
    {
        {
            Entra, "default-mapping", "A user with Entra's default mapping is created, with primary in addresses", Tutorial, Why,
            async scim =>
            {
                scim.NeedsAttribute("addresses", "phoneNumbers", "preferredLanguage", "title", "roles");
                scim.NeedsEnterprise("employeeNumber");
                var name = scim.NewName();
                var answer = (await scim.PostAsync("/Users", $$"""
                    {"schemas":["{{StandardSchemas.UserId}}","{{Enterprise}}"],"externalId":"{{name}}","userName":"{{name}}@contoso.example","active":true,
                    "addresses":[{"type":"work","primary":false,"country":"Netherlands","formatted":"7/1204","locality":"Utrecht","postalCode":"3511 AX","region":"UT","streetAddress":"Oudegracht 1204"}],
                    "displayName":"Mira Okonkwo","emails":[{"primary":true,"type":"work","value":"{{name}}@contoso.example"}],"meta":{"resourceType":"User"},
                    "name":{"formatted":"Mira Okonkwo","familyName":"Okonkwo","givenName":"Mira"},
                    "phoneNumbers":[{"primary":true,"type":"work","value":"+31 30 555 0142"},{"type":"mobile","value":"+31 6 5550 0142"}],
                    "preferredLanguage":"nl-NL","roles":[],"title":"Payments engineer","{{Enterprise}}":{"employeeNumber":"104288","department":"Payments"} }
                    """)).Is(201);
                answer.Must(answer.Enterprise("employeeNumber").AsText == "104288", "employeeNumber in the enterprise extension");
                answer.Must(answer.Element("addresses", "work")["streetAddress"].AsText == "Oudegracht 1204", "the address as it was sent");
            }
        },
        {
            Entra, "reduced-mapping", "A user with nothing but userName is created and active", Tutorial, Why,
            async scim =>
            {
                var answer = (await scim.PostAsync("/Users", $$"""{"schemas":["{{StandardSchemas.UserId}}"],"userName":"{{scim.NewName()}}"}"""))
                    .Is(201);
                answer.Must(answer.Value("active").AsBoolean == true, "active true");
            }
        },
        {
            Entra, "nulls", "Members that are null are dropped before anything is checked",
            Tutorial, "Microsoft's own example sends null for attributes that are not even of the schema they are in.",
            async scim => (await scim.PostAsync("/Users", scim.User("""
                {"addresses":null,"phoneNumbers":null,"preferredLanguage":null,"title":null,"department":null,"manager":null,"roles":[]}
                """))).Is(201)
        },
        {
            Entra, "text-boolean", "active and primary as text are read as booleans",
            "https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility",
            "Entra ID sends booleans as text in its default style.",
            async scim =>
            {
                scim.NeedsAttribute("active", "emails");
                var answer = (await scim.PostAsync("/Users", scim.User("""
                    {"active":"False","emails":[{"type":"work","primary":"True","value":"mira@contoso.example"}]}
                    """))).Is(201);
                answer.Must(answer.Value("active").AsBoolean == false, "active false, as a boolean");
            }
        },
        {
            Entra, "schemas-hint", "URNs in schemas without data are ignored, and not echoed",
            Tutorial, "Entra ID lists the enterprise extension always, and an old URN of its own for groups.",
            async scim =>
            {
                var answer = (await scim.PostAsync("/Users", scim.User($$"""
                    {"schemas":["{{StandardSchemas.UserId}}","{{Enterprise}}","http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/User"]}
                    """))).Is(201);
                answer.Must(
                    answer.Value("schemas").AsList?.Contains("http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/User") == false,
                    "schemas without the URN that the type does not have");
            }
        },
        {
            Entra, "schemas-missing", "Data of the enterprise extension is read although schemas does not list it",
            "https://learn.microsoft.com/entra/identity/app-provisioning/customize-application-attributes",
            "Entra ID omits the URN of custom extensions.",
            async scim =>
            {
                scim.NeedsEnterprise("department");
                var answer = (await scim.PostAsync("/Users", scim.User($$"""{"{{Enterprise}}":{"department":"Payments"} }"""))).Is(201);
                answer.Must(answer.Enterprise("department").AsText == "Payments", "department \"Payments\"");
            }
        },
        {
            Entra, "manager-text", "A manager as bare text is read as its value, without a check that it exists",
            "https://github.com/apache/directory-scimple/issues/1242", Why,
            async scim =>
            {
                scim.NeedsEnterprise("manager");
                var answer = (await scim.PostAsync("/Users", scim.User($$"""
                    {"schemas":["{{StandardSchemas.UserId}}","{{Enterprise}}"],"{{Enterprise}}":{"manager":"not-yet-created"} }
                    """))).Is(201);
                answer.Must(
                    answer.Enterprise("manager").AsObject?["value"].AsText == "not-yet-created",
                    "manager as {\"value\":\"not-yet-created\"}");
            }
        },
        {
            Entra, "guest", "The name of a guest is accepted and comes back",
            "https://learn.microsoft.com/entra/identity/app-provisioning/how-provisioning-works", "Guests are not created.",
            async scim =>
            {
                var name = $"{scim.NewName()}_o'neil.example#EXT#@contoso.example";
                var user = await scim.PostAsync("/Users", scim.User($$"""{"userName":"{{name}}"}"""));
                user.Is(201).Must(user.Text("userName") == name, "userName as it was sent");
                (await scim.FilterAsync("/Users", $"userName eq \"{name}\"")).Finds(user.Id);
            }
        },
        {
            Entra, "long-name", "A userName of 254 characters is accepted",
            "https://learn.microsoft.com/entra/identity/app-provisioning/how-provisioning-works", "People with long names are not created.",
            async scim => (await scim.PostAsync("/Users", scim.User($$"""{"userName":"{{scim.NewName().PadRight(238, 'x')}}@contoso.example"}""")))
                .Is(201)
        },
    };
}
