using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

using Gatehouse.Scim.Schemas;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Directory;

/// <summary>One attribute of an organization's own schema: a single value of a simple type, which is all that Entra can map to.</summary>
sealed record CustomAttribute(string Name, string Type);

/// <summary>The user schemas that organizations declared for themselves, each under a URN of the form Entra's attribute editor takes.</summary>
sealed partial class OrganizationSchemas(TimeProvider clock)
{
    public static readonly IReadOnlyDictionary<string, AttributeType> Types = new Dictionary<string, AttributeType>(StringComparer.OrdinalIgnoreCase)
    {
        ["string"] = AttributeType.String, ["boolean"] = AttributeType.Boolean, ["integer"] = AttributeType.Integer,
        ["decimal"] = AttributeType.Decimal, ["dateTime"] = AttributeType.DateTime,
    };

    public static bool IsName(string name) => NamePattern().IsMatch(name) && name is not ("enterprise" or "gatehouse" or "core");

    public static bool IsAttributeName(string name) => AttributeNamePattern().IsMatch(name);

    public static string UrnOf(string name) => $"urn:ietf:params:scim:schemas:extension:{name}:2.0:User";

    const string ListSql = """
        select name, attributes
        from organization_schemas
        where organization_id = @organization
        order by name
        """;

    public async Task<IReadOnlyList<Schema>> ListAsync(DbScope db, CancellationToken stop)
    {
        var rows = await db.ListAsync<Row>(ListSql, null, stop);
        return [.. rows.Select(static row => ToSchema(row.Name, Read(row.Attributes)))];
    }

    const string LockSql = """
        select organization_id
        from organizations
        where organization_id = @organization
        """;

    const string SaveSql = """
        insert into organization_schemas (organization_id, name, attributes, version, created_at, modified_at)
        values (@organization, @name, @attributes, 1, @now, @now)
        on conflict (organization_id, name)
        do update set attributes = excluded.attributes, version = organization_schemas.version + 1, modified_at = excluded.modified_at
        """;

    /// <summary>Declares attributes, adding to those the schema already has.</summary>
    /// <returns>The whole schema, or null when an attribute is already declared with another type.</returns>
    public async Task<Schema?> AddAsync(DbScope db, string name, IReadOnlyList<CustomAttribute> attributes, CancellationToken stop)
    {
        // Of two that add at once, the second must see the first one's. A schema that is not there yet cannot be locked.
        await db.ScalarAsync<Guid>(LockSql + db.Dialect.ForUpdate, null, stop);
        var rows = await db.ListAsync<Row>(ListSql, null, stop);
        var known = rows.FirstOrDefault(row => row.Name == name) is { } existing ? Read(existing.Attributes) : [];
        foreach (var attribute in attributes)
        {
            var same = known.Find(one => one.Name.Equals(attribute.Name, StringComparison.OrdinalIgnoreCase));
            if (same is null)
                known.Add(attribute);
            else if (!same.Type.Equals(attribute.Type, StringComparison.OrdinalIgnoreCase))
                return null;
        }

        var text = JsonSerializer.Serialize(known, CustomSchemaJson.Default.ListCustomAttribute);
        await db.ExecuteAsync(SaveSql, new { name, attributes = text, now = clock.GetUtcNow().ToUnixTimeMilliseconds() }, stop);
        return ToSchema(name, known);
    }

    static List<CustomAttribute> Read(string attributes) => JsonSerializer.Deserialize(attributes, CustomSchemaJson.Default.ListCustomAttribute)!;

    static Schema ToSchema(string name, List<CustomAttribute> attributes) => new()
    {
        Id = UrnOf(name),
        Name = name,
        Description = "Declared by the organization",
        Attributes = [.. attributes.Select(static attribute => new SchemaAttribute
        {
            Name = attribute.Name, Type = Types[attribute.Type], Description = "Declared by the organization.",
        })],
    };

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex AttributeNamePattern();

    sealed class Row
    {
        public required string Name { get; init; }

        public required string Attributes { get; init; }
    }
}

[JsonSerializable(typeof(List<CustomAttribute>))]
sealed partial class CustomSchemaJson : JsonSerializerContext;
