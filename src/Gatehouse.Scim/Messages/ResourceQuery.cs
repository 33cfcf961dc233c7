using System.Globalization;

using Gatehouse.Scim.Resources;

namespace Gatehouse.Scim.Messages;

/// <summary>A query of resources: the parameters of a GET (RFC 7644 §3.4.2, RFC 9865 §2) or the body of a POST to <c>.search</c>.</summary>
public sealed record ResourceQuery
{
    /// <summary>The filter as it was sent, or null.</summary>
    public string? Filter { get; init; }

    /// <summary>The attribute to sort by, or null.</summary>
    public string? SortBy { get; init; }

    /// <summary>True for <c>sortOrder=descending</c>.</summary>
    public bool Descending { get; init; }

    /// <summary>The 1-based place of the first resource wanted; never below 1.</summary>
    public int StartIndex { get; init; } = 1;

    /// <summary>How many resources are wanted at most; never negative; null when the client left it to the server.</summary>
    public int? Count { get; init; }

    /// <summary>The cursor: empty to begin, null to page by index.</summary>
    public string? Cursor { get; init; }

    /// <summary>Whether the request named a start index, which no cursor goes with.</summary>
    public bool HasStartIndex { get; init; }

    /// <summary>Names of the attributes wanted; empty for the default set.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>Names of the attributes not wanted.</summary>
    public IReadOnlyList<string> ExcludedAttributes { get; init; } = [];

    /// <summary>Reads the parameters of a query string; names are compared ignoring case, unknown ones are ignored.</summary>
    /// <exception cref="ScimException">400 invalidValue: a parameter is there twice, or is not what it must be.</exception>
    public static ResourceQuery FromParameters(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var query = new ResourceQuery();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in parameters)
        {
            var canonical = name.ToLowerInvariant();
            var known = With(query, canonical, value);
            if (known is null)
                continue;

            if (!seen.Add(canonical))
                throw ScimException.InvalidValue($"The parameter {ScimJson.Quote(name)} is there twice.");
            query = known;
        }

        return query;
    }

    /// <summary>Reads the body of a search request.</summary>
    /// <exception cref="ScimException">400 invalidSyntax or invalidValue.</exception>
    public static ResourceQuery FromMessage(ScimValue message)
    {
        if (message.AsObject is not { } body)
            throw ScimException.InvalidSyntax("The body must be a JSON object that is a SearchRequest.");

        RequireUrn(body, ScimUrn.SearchRequest);
        var query = new ResourceQuery();
        foreach (var member in body)
        {
            var name = member.Key.ToLowerInvariant();
            if (member.Value.Kind == ScimValueKind.Null || name == "schemas")
                continue;

            query = name switch
            {
                "attributes" or "excludedattributes" => WithNames(query, name, Texts(member)),
                "startindex" or "count" => With(query, name, TextOf(member, isNumber: true)),
                "filter" or "sortby" or "sortorder" or "cursor" => With(query, name, TextOf(member, isNumber: false)),
                _ => null,
            } ?? throw ScimException.InvalidSyntax($"{ScimJson.Quote(member.Key)} is not a member of a SearchRequest.");
        }

        return query;
    }

    /// <summary>Refuses a message whose <c>schemas</c> does not hold the URN it must (RFC 7644 §3.1).</summary>
    /// <exception cref="ScimException">400 invalidSyntax.</exception>
    public static void RequireUrn(ScimObject message, string urn)
    {
        if (message.Find("schemas").AsList?.Exists(item => string.Equals(item.AsText, urn, StringComparison.OrdinalIgnoreCase)) != true)
            throw ScimException.InvalidSyntax($"'schemas' must hold '{urn}'.");
    }

    static ResourceQuery? With(ResourceQuery query, string name, string value) => name switch
    {
        "filter" => query with { Filter = value },
        "sortby" => query with { SortBy = value },
        "sortorder" => query with { Descending = IsDescending(value) },
        "startindex" => query with { StartIndex = Math.Max(1, Integer("startIndex", value)), HasStartIndex = true },
        "count" => query with { Count = Math.Max(0, Integer("count", value)) },
        "cursor" => query with { Cursor = value },
        "attributes" or "excludedattributes" => WithNames(query, name, value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        _ => null,
    };

    static ResourceQuery WithNames(ResourceQuery query, string name, IReadOnlyList<string> names) =>
        name == "attributes" ? query with { Attributes = names } : query with { ExcludedAttributes = names };

    static bool IsDescending(string value) =>
        value.Equals("descending", StringComparison.OrdinalIgnoreCase)
        || (value.Equals("ascending", StringComparison.OrdinalIgnoreCase)
            ? false
            : throw ScimException.InvalidValue("'sortOrder' must be 'ascending' or 'descending'."));

    static int Integer(string name, string value)
    {
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw ScimException.InvalidValue($"'{name}' must be a whole number.");
        return (int)Math.Clamp(number, int.MinValue, int.MaxValue);
    }

    static string TextOf(KeyValuePair<string, ScimValue> member, bool isNumber)
    {
        if (isNumber && member.Value.AsInteger is { } number)
            return number.ToString(CultureInfo.InvariantCulture);

        return !isNumber && member.Value.AsText is { } text
            ? text
            : throw ScimException.InvalidValue($"{ScimJson.Quote(member.Key)} must be {(isNumber ? "a whole number" : "text")}.");
    }

    static string[] Texts(KeyValuePair<string, ScimValue> member)
    {
        if (member.Value.AsList is not { } list || list.Exists(static item => item.AsText is null))
            throw ScimException.InvalidValue($"{ScimJson.Quote(member.Key)} must be a list of attribute names.");
        return [.. list.Select(static item => item.AsText!)];
    }
}
