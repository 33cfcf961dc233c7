using Gatehouse.Scim.Filters;

namespace Gatehouse.Scim.Paths;

/// <summary>The path of a PATCH operation (RFC 7644 figure 7): <c>[URN:]attribute[filter].sub</c>, filter and sub-attribute optional.</summary>
/// <param name="Attribute">The attribute and, if the path ends in one, its sub-attribute.</param>
/// <param name="Filter">Which values of a multi-valued attribute are meant, or null for all.</param>
public sealed record AttributePath(AttributeName Attribute, Filter? Filter)
{
    /// <summary>Reads a path.</summary>
    /// <exception cref="ScimException">400 invalidPath: what is wrong with it, and where.</exception>
    public static AttributePath Parse(string text, FilterLimits? limits = null)
    {
        try
        {
            return Read(text, limits ?? FilterLimits.Default);
        }
        catch (FilterSyntaxException problem)
        {
            throw ScimException.InvalidPath($"The path cannot be read. {problem.Message}");
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Filter is null)
            return Attribute.ToString();

        var sub = Attribute.SubAttribute is null ? "" : "." + Attribute.SubAttribute;
        return $"{Attribute with { SubAttribute = null }}[{Filter}]{sub}";
    }

    static AttributePath Read(string text, FilterLimits limits)
    {
        var lexer = new FilterLexer(text, limits);
        if (lexer.Token != FilterToken.Word || AttributeName.TryParse(lexer.Value) is not { } attribute)
            throw new FilterSyntaxException("It must begin with an attribute's name.");

        lexer.Advance();
        if (lexer.Token != FilterToken.OpenValue)
            return RequireEnd(lexer, new(attribute, null));

        if (attribute.SubAttribute is not null)
            throw new FilterSyntaxException("Square brackets follow an attribute, not a sub-attribute.");

        lexer.Advance();
        var filter = FilterParser.ParseInner(ref lexer, limits);
        if (lexer.Token == FilterToken.End)
            return new(attribute, filter);

        if (!lexer.IsAdjacent || lexer.Token != FilterToken.Word || !lexer.Value.StartsWith('.')
            || AttributeName.TryParse(lexer.Value[1..]) is not { Urn: null, SubAttribute: null } sub)
            throw new FilterSyntaxException($"Expected the end or a sub-attribute at {lexer.Place}.");

        lexer.Advance();
        return RequireEnd(lexer, new(attribute with { SubAttribute = sub.Name }, filter));
    }

    static AttributePath RequireEnd(FilterLexer lexer, AttributePath path) =>
        lexer.Token == FilterToken.End ? path : throw new FilterSyntaxException($"Expected the end at {lexer.Place}.");
}
