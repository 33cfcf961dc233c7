using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Server.SignIn;

/// <summary>The resource of a user who is made here, with an address to sign in with, and not by a provisioning client.</summary>
static class LocalUser
{
    public static ScimObject Of(string address, string? name)
    {
        var user = new ScimObject
        {
            ["schemas"] = new ScimList { StandardSchemas.UserId }, ["userName"] = address, ["active"] = true,
            ["emails"] = new ScimList { new ScimObject { ["value"] = address, ["type"] = "work", ["primary"] = true } },
        };
        if (name is not null)
            user["displayName"] = name;
        return user;
    }
}
