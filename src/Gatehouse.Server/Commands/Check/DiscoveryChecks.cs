using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>ServiceProviderConfig, ResourceTypes and Schemas.</summary>
static class DiscoveryChecks
{
    const string ConfigPath = "/ServiceProviderConfig";
    const string UserSchemaPath = "/Schemas/" + StandardSchemas.UserId;

    static readonly string[] Types = ["string", "boolean", "decimal", "integer", "dateTime", "reference", "complex", "binary"];

    public static CheckGroup All { get; } = new("discovery")
    {
        {
            Must, "config", "The service provider configuration is one object with its schema", "RFC 7644 §4",
            "Clients learn from it what they may use.",
            async scim =>
            {
                var answer = (await scim.GetAsync(ConfigPath)).Is(200);
                answer.Must(
                    answer.Value("schemas").AsList?.Contains(ScimUrn.ServiceProviderConfig) == true,
                    $"schemas with {ScimUrn.ServiceProviderConfig}");
            }
        },
        {
            Must, "config-members", "The configuration has all required members", "RFC 7643 §5",
            "Typed clients fail on a missing one.",
            async scim =>
            {
                var answer = (await scim.GetAsync(ConfigPath)).Is(200);
                foreach (var feature in new[] { "patch", "bulk", "filter", "changePassword", "sort", "etag" })
                    answer.Must(answer.Value(feature, "supported").AsBoolean is not null, $"{feature}.supported as a boolean");
                answer.Must(
                    answer.Value("bulk", "maxOperations").AsInteger is not null,
                    "bulk.maxOperations as a number, also when bulk is not supported");
                answer.Must(
                    answer.Value("bulk", "maxPayloadSize").AsInteger is not null,
                    "bulk.maxPayloadSize as a number, also when bulk is not supported");
                answer.Must(answer.Value("filter", "maxResults").AsInteger is not null, "filter.maxResults as a number");
            }
        },
        {
            Must, "authentication-schemes", "Each authentication scheme has type, name and description", "RFC 7643 §5",
            "Typed clients fail on a missing one.",
            async scim =>
            {
                var answer = (await scim.GetAsync(ConfigPath)).Is(200);
                answer.Must(answer.Value("authenticationSchemes").AsList is not null, "authenticationSchemes as a list");
                answer.Must(
                    answer.Elements("authenticationSchemes").All(scheme => scheme["name"].HasValue && scheme["description"].HasValue
                        && scheme["type"].AsText is "oauth" or "oauth2" or "oauthbearertoken" or "httpbasic" or "httpdigest"),
                    "type (oauth, oauth2, oauthbearertoken, httpbasic or httpdigest), name and description in each scheme");
            }
        },
        {
            Should, "anonymous", "The configuration can be read without a token", "RFC 7643 §5; RFC 7644 §4",
            "A client cannot learn how to authenticate before it has authenticated.",
            async scim => (await scim.SendAsync(new(HttpMethod.Get, ConfigPath) { Authorization = "" })).Is(200)
        },
        {
            Must, "resource-types", "/ResourceTypes is a list that counts right", "RFC 7644 §4",
            "Clients find the endpoints through it.",
            async scim =>
            {
                var answer = (await scim.GetAsync("/ResourceTypes")).IsList();
                answer.Must(answer.Response.TotalResults == answer.Resources.Count, "totalResults equal to the number of resource types");
                answer.Must(
                    answer.Resources.All(type => type["name"].HasValue && type["endpoint"].HasValue && type["schema"].HasValue),
                    "name, endpoint and schema in each resource type");
            }
        },
        {
            Must, "types-have-schemas", "Every schema that a resource type names can be read", "RFC 7643 §6",
            "Clients cannot build resources of the type.",
            async scim =>
            {
                var types = (await scim.GetAsync("/ResourceTypes")).IsList();
                var schemas = (await scim.GetAsync("/Schemas")).IsList();
                foreach (var type in types.Resources)
                {
                    var extensions = (type["schemaExtensions"].AsList ?? []).Select(value => value.AsObject).OfType<ScimObject>().ToList();
                    types.Must(
                        extensions.TrueForAll(extension => extension["required"].AsBoolean is not null),
                        "required as a boolean in each extension");
                    foreach (var urn in extensions.Select(extension => extension["schema"].AsText).Append(type["schema"].AsText))
                        schemas.Must(
                            urn is null || schemas.Ids.Contains(urn, StringComparer.OrdinalIgnoreCase),
                            $"the schema {urn}, which /ResourceTypes names");
                }
            }
        },
        {
            Should, "type-by-name", "A resource type can be read by its name", "RFC 7644 §4",
            "Clients look for User and Group by name.",
            async scim =>
            {
                var answer = (await scim.GetAsync("/ResourceTypes/User")).Is(200);
                answer.Must(answer.Text("name") == "User", "one resource type, not a list");
            }
        },
        {
            Must, "schemas", "/Schemas is a list with the User schema", "RFC 7644 §4",
            "Entra ID reads it to offer attributes for the mapping.",
            async scim =>
            {
                var answer = (await scim.GetAsync("/Schemas")).IsList();
                answer.Must(answer.Ids.Contains(StandardSchemas.UserId), "a schema with the id " + StandardSchemas.UserId);
                answer.Must(
                    !answer.Ids.Any(id => id.StartsWith("urn:ietf:params:scim:api:", StringComparison.Ordinal)),
                    "no message schemas in the list");
            }
        },
        {
            Must, "schema-by-urn", "One schema can be read by its URN", "RFC 7644 §4",
            "Clients read only the schemas they need.",
            async scim =>
            {
                var answer = (await scim.GetAsync(UserSchemaPath)).Is(200);
                answer.Must(answer.Text("id") == StandardSchemas.UserId, "the User schema, not a list");
            }
        },
        {
            Should, "schema-urn-case", "The URN in the path is compared without regard to case", "RFC 7644 §4; RFC 8141 §3.1",
            "URNs are equal whatever the case of their beginning.",
            async scim => (await scim.GetAsync(UserSchemaPath.Replace("urn:ietf", "URN:IETF", StringComparison.Ordinal))).Is(200)
        },
        {
            Must, "attribute-members", "Every attribute states its characteristics", "RFC 7643 §7",
            "Clients guess what is missing, and guess wrong.",
            async scim =>
            {
                var answer = (await scim.GetAsync(UserSchemaPath)).Is(200);
                foreach (var attribute in answer.Elements("attributes"))
                    JudgeAttribute(answer, attribute, isPart: false);
            }
        },
        {
            Should, "user-name", "userName is declared required, case-insensitive and unique", "RFC 7643 §8.7.1",
            "Clients choose the matching attribute by it.",
            async scim =>
            {
                var answer = (await scim.GetAsync(UserSchemaPath)).Is(200);
                var userName = answer.Elements("attributes").FirstOrDefault(attribute => attribute["name"].AsText == "userName") ?? [];
                answer.Must(userName["required"].AsBoolean == true, "userName with required true");
                answer.Must(userName["caseExact"].AsBoolean == false, "userName with caseExact false");
                answer.Must(userName["uniqueness"].AsText is "server" or "global", "userName with uniqueness server or global");
            }
        },
        {
            Should, "filter-refused", "Filters on discovery endpoints are refused with 403", "RFC 7644 §4",
            "A filter that is ignored looks like an answer to it.",
            async scim =>
            {
                (await scim.FilterAsync("/Schemas", "id pr")).Is(403);
                (await scim.FilterAsync("/ResourceTypes", "name eq \"User\"")).Is(403);
            }
        },
        {
            Must, "paging-ignored", "Paging parameters are ignored on discovery endpoints", "RFC 7644 §4",
            "A client would see half of the schemas.",
            async scim =>
            {
                var all = (await scim.GetAsync("/Schemas")).IsList();
                var page = (await scim.GetAsync("/Schemas?count=1&startIndex=2")).IsList();
                page.Must(page.Resources.Count == all.Resources.Count, "all schemas");
            }
        },
        {
            Must, "read-only", "Discovery resources cannot be written", "RFC 7644 §4",
            "The schema is the endpoint's own.",
            async scim => (await scim.PostAsync("/Schemas", """{"id":"urn:contoso:none"}""")).Is(405, 501, 403, 404)
        },
        {
            Must, "unknown-schema", "Unknown schemas and resource types are 404", "RFC 7644 §3.12",
            "Clients ask to find out whether an extension is there.",
            async scim =>
            {
                (await scim.GetAsync("/Schemas/urn:contoso:none")).Is(404).IsError();
                (await scim.GetAsync("/ResourceTypes/None")).Is(404).IsError();
            }
        },
        {
            Should, "meta", "Discovery objects have meta with resourceType and location", "RFC 7643 §3.1",
            "Generic clients tell objects apart by it.",
            async scim =>
            {
                foreach (var (path, type) in new[] { (ConfigPath, "ServiceProviderConfig"), (UserSchemaPath, "Schema"), ("/ResourceTypes/User", "ResourceType") })
                {
                    var answer = (await scim.GetAsync(path)).Is(200);
                    answer.Must(
                        answer.Text("meta", "resourceType") == type && answer.Text("meta", "location") is not null,
                        $"meta with resourceType {type} and location");
                }
            }
        },
    };

    static void JudgeAttribute(Answer answer, ScimObject attribute, bool isPart)
    {
        var name = attribute["name"].AsText;
        answer.Must(name is not null, "a name in each attribute");
        answer.Must(attribute["type"].AsText is { } type && Types.Contains(type), $"a type of RFC 7643 §2.3 for {name}");
        answer.Must(attribute["multiValued"].AsBoolean is not null, $"multiValued as a boolean for {name}");
        answer.Must(attribute["mutability"].AsText is "readOnly" or "readWrite" or "immutable" or "writeOnly", $"mutability for {name}");
        answer.Must(attribute["returned"].AsText is "always" or "never" or "default" or "request", $"returned for {name}");
        if (attribute["type"].AsText == "reference")
            answer.Must(attribute["referenceTypes"].AsList is { Count: > 0 }, $"referenceTypes for {name}");
        if (attribute["type"].AsText != "complex")
            return;

        answer.Must(!isPart, $"no complex sub-attribute ({name})");
        answer.Must(attribute["subAttributes"].AsList is { Count: > 0 }, $"subAttributes for {name}");
        foreach (var part in attribute["subAttributes"].AsList ?? [])
            JudgeAttribute(answer, part.AsObject ?? [], isPart: true);
    }
}
