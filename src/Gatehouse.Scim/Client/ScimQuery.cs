using System.Globalization;
using System.Text;

namespace Gatehouse.Scim.Client;

/// <summary>What a client asks for besides the resource itself (RFC 7644 §3.4.2, §3.9; RFC 9865 for the cursor).
/// Unset members are not sent.</summary>
public sealed record ScimQuery
{
    /// <summary>Which resources, for example <c>userName eq "mira@contoso.example"</c>.</summary>
    public string? Filter { get; init; }

    /// <summary>The only attributes to return, besides those that are always returned.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>Attributes to leave out; <c>members</c> makes reading a large group cheap.</summary>
    public IReadOnlyList<string> ExcludedAttributes { get; init; } = [];

    /// <summary>The attribute to sort by.</summary>
    public string? SortBy { get; init; }

    /// <summary><c>ascending</c> or <c>descending</c>.</summary>
    public string? SortOrder { get; init; }

    /// <summary>The first result of a page, counted from one.</summary>
    public int? StartIndex { get; init; }

    /// <summary>The most results of a page.</summary>
    public int? Count { get; init; }

    /// <summary>The cursor of a page; the empty text asks for the first page by cursor.</summary>
    public string? Cursor { get; init; }

    /// <summary>The query with percent-encoding and without the question mark; empty when nothing is set.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, "filter", Filter);
        Append(text, "attributes", Attributes.Count == 0 ? null : string.Join(',', Attributes));
        Append(text, "excludedAttributes", ExcludedAttributes.Count == 0 ? null : string.Join(',', ExcludedAttributes));
        Append(text, "sortBy", SortBy);
        Append(text, "sortOrder", SortOrder);
        Append(text, "startIndex", StartIndex?.ToString(CultureInfo.InvariantCulture));
        Append(text, "count", Count?.ToString(CultureInfo.InvariantCulture));
        Append(text, "cursor", Cursor);
        return text.ToString();
    }

    static void Append(StringBuilder text, string name, string? value)
    {
        if (value is null)
            return;

        if (text.Length > 0)
            text.Append('&');
        text.Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }
}
