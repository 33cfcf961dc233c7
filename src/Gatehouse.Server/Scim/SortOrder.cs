using System.Text;

using Gatehouse.Scim;
using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Scim;

/// <summary>The order a query asks for (RFC 7644 §3.4.2.3): by a column where there is one, else by comparing values.</summary>
sealed class SortOrder
{
    readonly AttributeLocation location;
    readonly SchemaAttribute? sub;

    SortOrder(AttributeLocation location, SchemaAttribute? sub, string? column, bool isDescending)
    {
        this.location = location;
        this.sub = sub;
        Column = column;
        IsDescending = isDescending;
    }

    /// <summary>The column to order by, or null when values must be compared.</summary>
    public string? Column { get; }

    public bool IsDescending { get; }

    /// <exception cref="ScimException">400 invalidValue: no such attribute, or one without an order.</exception>
    public static SortOrder? Of(string? sortBy, bool isDescending, ResourceType type, SqlDialect dialect)
    {
        if (sortBy is null)
            return null;

        var name = AttributeName.TryParse(sortBy.Trim());
        if (name is null || type.Find(name.Urn, name.Name) is not { } location || location.Attribute.Returned == Returned.Never)
            throw ScimException.InvalidValue($"'sortBy' names no attribute of {type.Name}.");

        var sub = name.SubAttribute is null ? null
            : location.Attribute.FindSubAttribute(name.SubAttribute) ?? throw ScimException.InvalidValue($"'sortBy' names no attribute of {type.Name}.");
        if (sub is null && location.Attribute.IsComplex)
        {
            sub = location.Attribute.FindSubAttribute("value")
                ?? throw ScimException.InvalidValue("'sortBy' names a complex attribute; name one of its sub-attributes.");
        }

        return new(location, sub, ColumnOf(location, sub, type, dialect), isDescending);
    }

    /// <summary>What a resource is sorted by; absent when it has no value.</summary>
    public ScimValue KeyOf(ScimObject document)
    {
        var value = location.Get(document);
        if (value.AsList is { } list)
        {
            // RFC 7644 §3.4.2.3: the primary value, or else the first.
            var primary = list.Find(static element => element.AsObject?["primary"].AsBoolean == true);
            value = primary.HasValue ? primary : list.FirstOrDefault();
        }

        return sub is null ? value : value.AsObject?[sub.Name] ?? default;
    }

    /// <summary>Compares two keys upwards; what has no value comes last.</summary>
    public int Compare(ScimValue one, ScimValue other)
    {
        if (!one.HasValue || !other.HasValue)
            return other.HasValue.CompareTo(one.HasValue);

        var definition = sub ?? location.Attribute;
        if (definition.Type == AttributeType.DateTime && one.AsText is { } first && other.AsText is { } second
            && ScimDateTime.TryParse(first, out var earlier) && ScimDateTime.TryParse(second, out var later))
            return earlier.CompareTo(later);

        if (one.AsDecimal is { } number && other.AsDecimal is { } otherNumber)
            return number.CompareTo(otherNumber);
        if (one.AsBoolean is { } flag && other.AsBoolean is { } otherFlag)
            return flag.CompareTo(otherFlag);

        var comparison = definition.CaseExact ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return string.Compare(one.ToString(), other.ToString(), comparison);
    }

    /// <summary>A key as a cursor carries it.</summary>
    public static string Write(ScimValue key) => Encoding.UTF8.GetString(ScimJson.ToUtf8(key));

    public static ScimValue Read(string key) => ScimJson.Parse(Encoding.UTF8.GetBytes(key)) is { HasValue: true } value ? value : default;

    static string? ColumnOf(AttributeLocation location, SchemaAttribute? sub, ResourceType type, SqlDialect dialect) =>
        location.Extension is not null ? null : (type.Name, location.Attribute.Name, sub?.Name) switch
        {
            ("User", "userName", null) => dialect.Ordinal("r.user_name_key"),
            ("Group", "displayName", null) => dialect.Ordinal("r.display_name_key"),
            (_, "meta", "created") => "r.created_at",
            (_, "meta", "lastModified") => "r.modified_at",
            _ => null,
        };
}
