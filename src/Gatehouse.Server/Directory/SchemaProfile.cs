using Gatehouse.Scim.Schemas;

namespace Gatehouse.Server.Directory;

/// <summary>
/// How much of the standard an organization takes. All three are strict: what the profile does not declare is refused.
/// </summary>
static class SchemaProfile
{
    public const string Minimal = "minimal";
    public const string EntraDefault = "entra-default";
    public const string Extended = "extended";

    static readonly HashSet<string> MinimalAttributes =
        ["userName", "externalId", "active", "name", "displayName", "emails", "preferredLanguage", "groups"];

    static readonly HashSet<string> MinimalNames = ["givenName", "familyName", "formatted"];

    static readonly HashSet<string> OnlyExtended = ["entitlements", "x509Certificates"];

    static readonly Dictionary<string, SchemaCatalog> Catalogs = new(StringComparer.Ordinal)
    {
        [Minimal] = Catalog(Minimal, []),
        [EntraDefault] = Catalog(EntraDefault, []),
        [Extended] = Catalog(Extended, []),
    };

    public static IReadOnlyCollection<string> Names => Catalogs.Keys;

    public static SchemaCatalog Catalog(string profile) => Catalogs[profile];

    /// <summary>The profile's catalogue with an organization's own schemas added to users.</summary>
    public static SchemaCatalog Catalog(string profile, IReadOnlyList<Schema> custom)
    {
        var user = profile switch
        {
            Minimal => StandardSchemas.User.Select(ToMinimal),
            Extended => StandardSchemas.User,
            _ => StandardSchemas.User.Where(static attribute => !OnlyExtended.Contains(attribute.Name)),
        };
        IReadOnlyList<Schema> extensions = profile == Minimal
            ? [GatehouseUserSchema.Schema, .. custom]
            : [StandardSchemas.EnterpriseUser, GatehouseUserSchema.Schema, .. custom];
        return new SchemaCatalog([StandardSchemas.UserType(user, extensions), StandardSchemas.GroupType()]);
    }

    static SchemaAttribute? ToMinimal(SchemaAttribute attribute) =>
        !MinimalAttributes.Contains(attribute.Name) ? null
        : attribute.Name == "name" ? attribute.WithSubAttributes(static sub => MinimalNames.Contains(sub.Name))
        : attribute;
}
