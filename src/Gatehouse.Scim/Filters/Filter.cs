using System.Text;

using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Filters;

/// <summary>Comparison operators (RFC 7644 table 3).</summary>
public enum FilterOperator
{
    /// <summary>eq</summary>
    Equal,

    /// <summary>ne</summary>
    NotEqual,

    /// <summary>co</summary>
    Contains,

    /// <summary>sw</summary>
    StartsWith,

    /// <summary>ew</summary>
    EndsWith,

    /// <summary>gt</summary>
    GreaterThan,

    /// <summary>ge</summary>
    GreaterOrEqual,

    /// <summary>lt</summary>
    LessThan,

    /// <summary>le</summary>
    LessOrEqual,
}

/// <summary>A filter as it was written (RFC 7644 §3.4.2.2), before any schema was asked. <see cref="Bind(ResourceType)"/> makes it one that can be evaluated.</summary>
public abstract record Filter
{
    /// <summary>Resolves the names against a resource type.</summary>
    /// <exception cref="ScimException">400 invalidFilter: a name or comparison that the schema does not allow.</exception>
    public BoundFilter Bind(ResourceType type) => FilterBinder.Bind(this, type);

    /// <summary>
    /// Resolves the names for a query over several resource types: what this type lacks and another one has is not assigned here
    /// (RFC 7644 §3.4.2.1).
    /// </summary>
    /// <exception cref="ScimException">400 invalidFilter: a name that none of the types has, or a comparison that the schema does not allow.</exception>
    public BoundFilter Bind(ResourceType type, IReadOnlyList<ResourceType> all) => FilterBinder.Bind(this, type, all);

    /// <summary>The filter as text that parses to the same filter.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        Print(text);
        return text.ToString();
    }

    internal abstract void Print(StringBuilder text);
}

/// <summary>Both hold.</summary>
public sealed record AndFilter(Filter Left, Filter Right) : Filter
{
    internal override void Print(StringBuilder text)
    {
        PrintSide(text, Left);
        text.Append(" and ");
        PrintSide(text, Right, isRight: true);
    }

    static void PrintSide(StringBuilder text, Filter side, bool isRight = false)
    {
        var brackets = side is OrFilter || (isRight && side is AndFilter);
        text.Append(brackets ? "(" : "");
        side.Print(text);
        text.Append(brackets ? ")" : "");
    }
}

/// <summary>One of both holds.</summary>
public sealed record OrFilter(Filter Left, Filter Right) : Filter
{
    internal override void Print(StringBuilder text)
    {
        Left.Print(text);
        text.Append(" or ");
        text.Append(Right is OrFilter ? "(" : "");
        Right.Print(text);
        text.Append(Right is OrFilter ? ")" : "");
    }
}

/// <summary>The inner one does not hold.</summary>
public sealed record NotFilter(Filter Inner) : Filter
{
    internal override void Print(StringBuilder text)
    {
        text.Append("not (");
        Inner.Print(text);
        text.Append(')');
    }
}

/// <summary>The attribute has a value.</summary>
public sealed record PresenceFilter(AttributeName Attribute) : Filter
{
    internal override void Print(StringBuilder text) => text.Append(Attribute).Append(" pr");
}

/// <summary>The attribute compares so with the literal.</summary>
public sealed record ComparisonFilter(AttributeName Attribute, FilterOperator Operator, FilterLiteral Literal) : Filter
{
    internal override void Print(StringBuilder text) =>
        text.Append(Attribute).Append(' ').Append(FilterOperators.TextOf(Operator)).Append(' ').Append(Literal);
}

/// <summary>One and the same value of a multi-valued attribute fulfils the inner filter.</summary>
public sealed record ValuePathFilter(AttributeName Attribute, Filter Inner) : Filter
{
    internal override void Print(StringBuilder text)
    {
        text.Append(Attribute).Append('[');
        Inner.Print(text);
        text.Append(']');
    }
}

/// <summary>A value to compare with.</summary>
/// <param name="Value">Text, boolean, number or null, as JSON reads it.</param>
/// <param name="IsBare">True for a word without quotation marks, which Microsoft's examples use for text and for <c>True</c>.</param>
/// <param name="Raw">The text as it was written, without quotation marks.</param>
public sealed record FilterLiteral(ScimValue Value, bool IsBare, string Raw)
{
    /// <summary>A literal that holds this value.</summary>
    public static FilterLiteral Of(ScimValue value) => new(value, value.Kind != ScimValueKind.Text, value.ToString());

    /// <inheritdoc/>
    public override string ToString() => IsBare ? Raw : Encoding.UTF8.GetString(ScimJson.ToUtf8(Value));
}

/// <summary>Operators as they are written.</summary>
static class FilterOperators
{
    static readonly string[] Texts = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];

    public static string TextOf(FilterOperator op) => Texts[(int)op];

    public static bool TryParse(string word, out FilterOperator op)
    {
        var index = Array.FindIndex(Texts, text => text.Equals(word, StringComparison.OrdinalIgnoreCase));
        op = (FilterOperator)index;
        return index >= 0;
    }
}
