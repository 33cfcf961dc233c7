using System.Globalization;

using Gatehouse.Scim.Resources;

namespace Gatehouse.Scim.Filters;

/// <summary>
/// Reads filters: the whole grammar of RFC 7644 §3.4.2.2, and two things Microsoft Entra ID writes that it does not have: words without
/// quotation marks, and <c>emails[type eq "work"].value eq "…"</c>, which means one value that fulfils both.
/// </summary>
public static class FilterParser
{
    /// <summary>Reads a filter.</summary>
    /// <exception cref="ScimException">400 invalidFilter: what is wrong with it, and where.</exception>
    public static Filter Parse(string text, FilterLimits? limits = null)
    {
        try
        {
            var state = new State(text, limits ?? FilterLimits.Default);
            var filter = state.ReadOr();
            state.Require(FilterToken.End, "the end, 'and' or 'or'");
            return filter;
        }
        catch (FilterSyntaxException problem)
        {
            throw ScimException.InvalidFilter($"The filter cannot be read. {problem.Message}");
        }
    }

    /// <summary>Reads the filter between the square brackets of a path; the lexer stands behind the opening one.</summary>
    internal static Filter ParseInner(ref FilterLexer lexer, FilterLimits limits)
    {
        var state = new State(lexer, limits);
        var filter = state.ReadInner();
        lexer = state.Lexer;
        return filter;
    }

    ref struct State
    {
        readonly FilterLimits limits;
        FilterLexer lexer;
        int depth;
        int comparisons;
        bool isInner;

        public State(string text, FilterLimits limits)
            : this(new FilterLexer(text, limits), limits)
        {
        }

        public State(FilterLexer lexer, FilterLimits limits)
        {
            this.lexer = lexer;
            this.limits = limits;
        }

        public readonly FilterLexer Lexer => lexer;

        public Filter ReadInner()
        {
            Enter();
            isInner = true;
            var filter = ReadOr();
            isInner = false;
            Require(FilterToken.CloseValue, "']', 'and' or 'or'");
            depth--;
            lexer.Advance();
            return filter;
        }

        public Filter ReadOr()
        {
            var filter = ReadAnd();
            while (lexer.IsWord("or"))
            {
                lexer.Advance();
                filter = new OrFilter(filter, ReadAnd());
            }

            return filter;
        }

        public readonly void Require(FilterToken token, string expected)
        {
            if (lexer.Token != token)
                throw Expected(expected);
        }

        Filter ReadAnd()
        {
            var filter = ReadOne();
            while (lexer.IsWord("and"))
            {
                lexer.Advance();
                filter = new AndFilter(filter, ReadOne());
            }

            return filter;
        }

        Filter ReadOne()
        {
            if (lexer.Token == FilterToken.Open)
                return ReadBrackets();

            Require(FilterToken.Word, "an attribute, 'not' or '('");
            var (word, place) = (lexer.Value, lexer.Place);
            lexer.Advance();
            if (lexer.Token == FilterToken.Open && word.Equals("not", StringComparison.OrdinalIgnoreCase))
                return new NotFilter(ReadBrackets());

            var attribute = AttributeName.TryParse(word)
                ?? throw new FilterSyntaxException($"An attribute's name is expected at {place}.");
            return lexer.Token == FilterToken.OpenValue ? ReadValuePath(attribute) : ReadComparison(attribute);
        }

        Filter ReadBrackets()
        {
            Enter();
            lexer.Advance();
            var filter = ReadOr();
            Require(FilterToken.Close, "')', 'and' or 'or'");
            depth--;
            lexer.Advance();
            return filter;
        }

        ValuePathFilter ReadValuePath(AttributeName attribute)
        {
            if (isInner)
                throw new FilterSyntaxException($"Square brackets at {lexer.Place} stand within square brackets.");

            lexer.Advance();
            var inner = ReadInner();
            if (!lexer.IsAdjacent || lexer.Token != FilterToken.Word || !lexer.Value.StartsWith('.'))
                return new(attribute, inner);

            var sub = AttributeName.TryParse(lexer.Value[1..]) is { Urn: null, SubAttribute: null } name
                ? name
                : throw Expected("a sub-attribute's name");
            lexer.Advance();
            return new(attribute, new AndFilter(inner, ReadComparison(sub)));
        }

        Filter ReadComparison(AttributeName attribute)
        {
            if (++comparisons > limits.Comparisons)
                throw new FilterSyntaxException($"It has more than {limits.Comparisons} comparisons.");

            Require(FilterToken.Word, "an operator");
            if (lexer.IsWord("pr"))
            {
                lexer.Advance();
                return new PresenceFilter(attribute);
            }

            if (!FilterOperators.TryParse(lexer.Value, out var op))
                throw Expected("one of eq, ne, co, sw, ew, pr, gt, ge, lt and le");

            lexer.Advance();
            return new ComparisonFilter(attribute, op, ReadLiteral());
        }

        FilterLiteral ReadLiteral()
        {
            if (lexer.Token is not (FilterToken.Text or FilterToken.Word))
                throw Expected("a value");

            var (text, isBare) = (lexer.Value, lexer.Token == FilterToken.Word);
            lexer.Advance();
            return new(isBare ? ValueOf(text) : text, isBare, text);
        }

        // JSON's literals are lower case; any other bare word is text, as in Microsoft's examples.
        static ScimValue ValueOf(string word) => word switch
        {
            "true" => ScimValue.True,
            "false" => ScimValue.False,
            "null" => ScimValue.Null,
            _ when long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => integer,
            _ when decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => word,
        };

        void Enter()
        {
            if (++depth > limits.Depth)
                throw new FilterSyntaxException($"It is nested more than {limits.Depth} levels deep.");
        }

        readonly FilterSyntaxException Expected(string what) => new($"Expected {what} at {lexer.Place}.");
    }
}
