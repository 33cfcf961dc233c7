using Gatehouse.Scim.Schemas;

namespace Gatehouse.Server.Directory;

/// <summary>
/// Gatehouse's own user extension: where an account comes from and who keeps it. Its URN has the one form Entra's attribute editor takes.
/// </summary>
static class GatehouseUserSchema
{
    public const string Id = "urn:ietf:params:scim:schemas:extension:gatehouse:2.0:User";

    public static Schema Schema { get; } = new()
    {
        Id = Id,
        Name = "GatehouseUser",
        Description = "Where the account comes from and who keeps it",
        Attributes =
        [
            ReadOnly("organizationId", "The organization the account belongs to."),
            ReadOnly("origin", "Who created the account.", "scim", "jit", "invite", "local", "engine"),
            ReadOnly("provisionedBy", "The provisioning client that owns the account."),
            ReadOnly("state", "The account's state in one word.", "active", "inactive"),
            new()
            {
                Name = "federationId", CaseExact = true,
                Description = "The federation the account signs in with, when its domain has several.",
            },
        ],
    };

    // Returned on request: an answer to a provisioning client then holds what the client sent and nothing to compare in vain.
    static SchemaAttribute ReadOnly(string name, string description, params IReadOnlyList<string> canonicalValues) => new()
    {
        Name = name, Description = description, CanonicalValues = canonicalValues, CaseExact = true,
        Mutability = Mutability.ReadOnly, Returned = Returned.Request,
    };
}
