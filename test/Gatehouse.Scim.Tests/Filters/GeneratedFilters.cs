using CsCheck;

using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Paths;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Tests.Resources;

namespace Gatehouse.Scim.Tests.Filters;

/// <summary>Filters: any that the grammar has, any that the schema of users has, and texts that only look like some.</summary>
static class GeneratedFilters
{
    const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    // No attribute of the schemas begins so.
    static readonly Gen<string> Word = Gen.Select(
        Gen.OneOfConst('q', 'Q', 'z'), Gen.String[Gen.OneOf(Gen.Char.AlphaNumeric, Gen.OneOfConst('-', '_', '$')), 0, 6],
        static (first, rest) => first + rest);

    static readonly Gen<AttributeName> SimpleName = Word.Select(static name => new AttributeName(null, name, null));

    static readonly Gen<AttributeName> Name = Gen.Select(
        Gen.OneOfConst(null, null, "urn:x:2.0:User", Enterprise), Word, Gen.OneOf(Gen.Const((string?)null), Word.Select(static word => (string?)word)),
        static (urn, name, sub) => new AttributeName(urn, name, sub));

    static readonly Gen<string> AnyText = Gen.String[Gen.OneOf(
        Gen.Char['\u0001', '\u007F'], Gen.Char['\u0080', '\uD7FF'], Gen.Char['\uE000', '\uFFFF'], Gen.OneOfConst('"', '\\', '(', ']', ' ')), 0, 8];

    static readonly Gen<FilterLiteral> Literal = Gen.OneOf(
        AnyText.Select(static text => (ScimValue)text),
        Gen.Bool.Select(static value => (ScimValue)value),
        Gen.Long.Select(static value => (ScimValue)value),
        Gen.Decimal.Select(static value => (ScimValue)value),
        Gen.Const(ScimValue.Null)).Select(FilterLiteral.Of);

    static readonly Gen<FilterOperator> Operator = Gen.Enum<FilterOperator>();

    /// <summary>Every tree that the grammar can say, with names that no schema has.</summary>
    public static readonly Gen<Filter> Any = Tree(Gen.Frequency(
        (4, Leaf(Name)),
        (1, Gen.Select(Name, Tree(Leaf(SimpleName), 2), static (name, inner) => (Filter)new ValuePathFilter(name, inner)))), 4);

    /// <summary>Every path that the grammar can say, with names that no schema has.</summary>
    public static readonly Gen<AttributePath> Paths = Gen.OneOf(
        Name.Select(static name => new AttributePath(name, null)),
        Gen.Select(Name, Tree(Leaf(SimpleName), 4), static (name, filter) => new AttributePath(name, filter)));

    /// <summary>Texts of filters that the schema of users allows.</summary>
    public static readonly Gen<string> OfUsers = Text(Gen.Frequency(
        (3, Gen.Select(Gen.OneOfConst("userName", "externalId", "title", "name.givenName", "department", Enterprise + ":manager.value", "emails",
            "emails.type", "roles.display", "addresses.locality", "schemas"), TextComparison(), static (name, comparison) => $"{name} {comparison}")),
        (1, Gen.Select(Gen.OneOfConst("active", "emails.primary", "roles.primary"), BooleanComparison(), static (name, comparison) => $"{name} {comparison}")),
        (2, Gen.Select(Gen.OneOfConst("emails", "roles"), ElementOfPlural(), static (name, inner) => $"{name}[{inner}]")),
        (1, Gen.Select(ElementOfPlural(), TextComparison(), static (inner, comparison) => $"emails[{inner}].value {comparison}")),
        (1, Gen.OneOfConst("name pr", "emails pr", "addresses ne null", "manager[value pr]"))), 3);

    /// <summary>What may stand within the square brackets of <c>emails</c> and its like.</summary>
    public static Gen<string> ElementOfPlural() => Text(Gen.Frequency(
        (3, Gen.Select(Gen.OneOfConst("value", "type", "display"), TextComparison(), static (name, comparison) => $"{name} {comparison}")),
        (1, BooleanComparison().Select(static comparison => $"primary {comparison}"))), 2);

    /// <summary>Comparisons of a single text.</summary>
    public static Gen<string> TextComparison() => Gen.Frequency(
        (8, Gen.Select(Gen.OneOfConst("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "EQ", "Ne"), Generated.Text, Generated.TypeName, Gen.Bool,
            static (op, text, type, isType) => $"{op} {FilterLiteral.Of(isType ? type : text)}")),
        (2, Gen.OneOfConst("pr", "eq null", "ne null")));

    /// <summary>Words and signs of the grammar in any order, and some that it does not have.</summary>
    public static readonly Gen<string> Soup = Gen.Select(
        Gen.OneOf(
            Gen.OneOfConst("(", ")", "[", "]", "].", "not", "not (", "and", "or", "pr", "eq", "ne", "CO", "gt", ".", ":", "\"", "\\", "'", "\"x\"", "\"a\\"),
            Gen.OneOfConst("title", "emails", "emails[", "emails[type", "name.givenName", "active", "urn:x:y", "true", "null", "7", "1e5", "\0", "\ud800", "é"),
            AnyText),
        Gen.OneOfConst("", " ", " ", "  ", "\t")).Array[0, 16].Select(static parts => string.Concat(parts.Select(static part => part.Item1 + part.Item2)));

    static Gen<string> BooleanComparison() => Gen.OneOfConst("eq true", "ne true", "eq false", "ne \"False\"", "eq True", "pr", "eq null", "ne null");

    static Gen<Filter> Leaf(Gen<AttributeName> name) => Gen.Frequency(
        (1, name.Select(static name => (Filter)new PresenceFilter(name))),
        (3, Gen.Select(name, Operator, Literal, static (name, op, literal) => (Filter)new ComparisonFilter(name, op, literal))));

    static Gen<Filter> Tree(Gen<Filter> leaf, int depth) => Gen.Recursive<Filter>((level, inner) => level >= depth
        ? leaf
        : Gen.Frequency(
            (3, leaf),
            (2, Gen.Select(inner, inner, static (left, right) => (Filter)new AndFilter(left, right))),
            (2, Gen.Select(inner, inner, static (left, right) => (Filter)new OrFilter(left, right))),
            (1, inner.Select(static one => (Filter)new NotFilter(one)))));

    static Gen<string> Text(Gen<string> leaf, int depth) => Gen.Recursive<string>((level, inner) => level >= depth
        ? leaf
        : Gen.Frequency(
            (4, leaf),
            (2, Gen.Select(inner, inner, static (left, right) => $"({left}) and {right}")),
            (2, Gen.Select(inner, inner, static (left, right) => $"{left} or ({right})")),
            (1, inner.Select(static one => $"not ({one})"))));
}
