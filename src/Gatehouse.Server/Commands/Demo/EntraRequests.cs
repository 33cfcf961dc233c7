using System.Text.Json.Nodes;

namespace Gatehouse.Server.Commands.Demo;

/// <summary>
/// The bodies that Microsoft Entra ID's provisioning service sends with its default mapping, in its default PATCH style.
/// https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups
/// </summary>
static class EntraRequests
{
    const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    public static JsonObject CreateUser(DemoPerson person) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User", Enterprise),
        ["externalId"] = person.ObjectId,
        ["userName"] = person.UserName,
        ["active"] = true,
        ["addresses"] = new JsonArray(new JsonObject { ["type"] = "work", ["primary"] = false, ["locality"] = person.City }),
        ["displayName"] = person.DisplayName,
        ["emails"] = new JsonArray(new JsonObject { ["primary"] = true, ["type"] = "work", ["value"] = person.UserName }),
        ["meta"] = new JsonObject { ["resourceType"] = "User" },
        ["name"] = new JsonObject { ["formatted"] = person.DisplayName, ["familyName"] = person.FamilyName, ["givenName"] = person.GivenName },
        ["roles"] = new JsonArray(),
        ["title"] = person.Title,
        [Enterprise] = new JsonObject { ["employeeNumber"] = person.EmployeeNumber, ["department"] = person.Department },
    };

    public static JsonObject CreateGroup(DemoGroup group) => new()
    {
        ["schemas"] = new JsonArray(
            "urn:ietf:params:scim:schemas:core:2.0:Group", "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"),
        ["externalId"] = group.ObjectId,
        ["displayName"] = group.DisplayName,
        ["meta"] = new JsonObject { ["resourceType"] = "Group" },
    };

    public static JsonObject AddMembers(IEnumerable<string> ids) =>
        Patch(Operation("Add", "members", new JsonArray([.. ids.Select(static id => new JsonObject { ["$ref"] = null, ["value"] = id })])));

    public static JsonObject SetManager(string managerId) => Patch(Operation("Add", $"{Enterprise}:manager", managerId));

    public static JsonObject ChangeJob(string title, string department) => Patch(
        Operation("Replace", "title", title),
        Operation("Replace", $"{Enterprise}:department", department),
        Operation("Add", "phoneNumbers[type eq \"work\"].value", "+31 30 555 0142"));

    public static JsonObject Deactivate() => Patch(Operation("Replace", "active", "False"));

    public static JsonObject UnexpectedAttribute(DemoPerson person)
    {
        var body = CreateUser(person);
        body["favouriteColour"] = "teal";
        body["name"]!["nick"] = "T";
        return body;
    }

    static JsonObject Patch(params JsonNode[] operations) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"),
        ["Operations"] = new JsonArray(operations),
    };

    static JsonObject Operation(string op, string path, JsonNode value) => new() { ["op"] = op, ["path"] = path, ["value"] = value };
}
