using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Patch;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;
using Gatehouse.Scim.Tests.Resources;

namespace Gatehouse.Scim.Tests.Patch;

/// <summary>Applies PATCH requests as a server does: to a copy, which takes the resource's place only if all went well.</summary>
static class Patching
{
    public const string Enterprise = StandardSchemas.EnterpriseUserId;

    /// <summary>The id of every resource here.</summary>
    public const string Id = "0197-f3";

    /// <summary>The resource after the operations; what no reader would accept is a failure whatever else is expected.</summary>
    public static ScimObject Apply(ScimObject before, ResourceType type, string operations) =>
        Apply(before, type, PatchRequest.Read(Message(operations)));

    public static ScimObject Apply(ScimObject before, ResourceType type, PatchRequest request)
    {
        var after = before.Clone();
        var changed = PatchApplier.Apply(PatchResolver.Resolve(request, type, Id), type, after);

        Assert.Equal(ResourceReader.Read(after, type), after);
        Assert.Equal(changed, !after.Equals(before));
        return after;
    }

    public static ScimValue Message(string operations) =>
        Wire.Parse($$"""{ "schemas": ["{{ScimUrn.PatchOp}}"], "Operations": [{{operations}}] }""");

    /// <summary>Asserts that the operations make the one user of the other.</summary>
    public static void User(string before, string operations, string after) =>
        Assert.Equal(Wire.ReadUser(after), Apply(Wire.ReadUser(before), Wire.Users, operations));

    /// <summary>Asserts that the operations make the one group of the other.</summary>
    public static void Group(string before, string operations, string after) =>
        Assert.Equal(Wire.ReadGroup(after), Apply(Wire.ReadGroup(before), Wire.Groups, operations));

    /// <summary>Asserts that the operations are refused for a user with these members.</summary>
    public static ScimException RefuseUser(string members, string operations, string scimType)
    {
        var refusal = Assert.Throws<ScimException>(() => Apply(Wire.ReadUser(members), Wire.Users, operations));
        Assert.Equal((400, scimType), (refusal.Status, refusal.ScimType));
        return refusal;
    }
}
