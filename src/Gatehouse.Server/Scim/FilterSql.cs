using System.Globalization;

using Gatehouse.Scim.Filters;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Scim;

/// <summary>
/// Translates what columns and indexes can answer of a filter. The result finds at least the rows that fulfil it; unless it is exact,
/// <see cref="FilterEvaluator"/> decides over them.
/// </summary>
sealed class FilterSql
{
    readonly SqlDialect dialect;
    readonly bool isUser;
    readonly Dictionary<string, object?> parameters = [];

    FilterSql(SqlDialect dialect, bool isUser)
    {
        this.dialect = dialect;
        this.isUser = isUser;
    }

    /// <summary>The condition for a filter, and whether it says all that the filter says.</summary>
    public static (RowCondition Condition, bool IsExact) Translate(BoundFilter filter, bool isUser, SqlDialect dialect)
    {
        var translation = new FilterSql(dialect, isUser);
        var part = translation.Translate(filter);
        return (new(part?.Sql ?? "1 = 1", translation.parameters), part?.IsExact == true);
    }

    Part? Translate(BoundFilter filter) => filter switch
    {
        BoundAnd and => And(Translate(and.Left), Translate(and.Right)),
        BoundOr or => Translate(or.Left) is { } left && Translate(or.Right) is { } right
            ? new Part($"({left.Sql} or {right.Sql})", left.IsExact && right.IsExact) : null,
        BoundNot not => Translate(not.Inner) is { IsExact: true } inner ? new Part($"not ({inner.Sql})", true) : null,
        BoundConstant constant => new Part(constant.Holds ? "1 = 1" : "1 = 0", true),
        BoundPresence { Target: { Location: { Extension: null } location, SubAttribute: null } } => Presence(location.Attribute.Name),
        BoundComparison { Value.HasValue: true, Target.Location: { Extension: null } location } comparison =>
            Comparison(comparison, location.Attribute.Name, comparison.Target.SubAttribute?.Name),
        BoundValuePath { Location: { Extension: null } location } path => ValuePath(location.Attribute.Name, path.Inner),
        _ => null,
    };

    static Part? And(Part? left, Part? right) => (left, right) switch
    {
        ({ } one, { } other) => new Part($"({one.Sql} and {other.Sql})", one.IsExact && other.IsExact),
        ({ } one, null) => one with { IsExact = false },
        (null, { } other) => other with { IsExact = false },
        _ => null,
    };

    Part? Presence(string attribute) => attribute switch
    {
        "id" or "meta" or "schemas" => new("1 = 1", true),
        "externalId" => new("r.external_id is not null", true),
        "members" when !isUser => new(MemberExists("1 = 1"), true),
        "groups" when isUser => new(GroupExists("1 = 1"), true),
        _ => null,
    };

    Part? Comparison(BoundComparison comparison, string attribute, string? sub)
    {
        var text = comparison.Value.AsText;
        return (attribute, sub) switch
        {
            ("userName", null) when isUser => Key("r.user_name_key", comparison.Operator, text!),
            ("displayName", null) when !isUser => Key("r.display_name_key", comparison.Operator, text!),
            ("externalId", null) => ExternalId(comparison.Operator, text!),
            ("id", null) => Id(comparison.Operator, text!),
            ("active", null) when isUser => Equality("r.active", comparison.Operator, comparison.Value.AsBoolean),
            ("meta", "lastModified") => Time("r.modified_at", comparison),
            ("meta", "created") => Time("r.created_at", comparison),
            ("emails", "value") when comparison.Operator == FilterOperator.Equal && NameKey.Fits(text!) => new(EmailExists(text!), true),
            ("members", "value") when !isUser && comparison.Operator == FilterOperator.Equal => new(MemberExists(IdIs("m.member_id", text!)), true),
            ("groups", "value") when isUser && comparison.Operator == FilterOperator.Equal => new(GroupExists(IdIs("m.group_id", text!)), true),
            _ => null,
        };
    }

    // Only what holds for one value and is looked up by an index; the rest of the brackets is for the evaluator.
    Part? ValuePath(string attribute, BoundFilter inner) => (attribute, inner) switch
    {
        (_, BoundAnd and) => And(ValuePath(attribute, and.Left), ValuePath(attribute, and.Right)) is { } part ? part with { IsExact = false } : null,
        ("emails", BoundComparison { Operator: FilterOperator.Equal, Target.SubAttribute.Name: "value", Value.AsText: { } address })
            when NameKey.Fits(address) => new Part(EmailExists(address), true),
        ("members", BoundComparison { Operator: FilterOperator.Equal, Target.SubAttribute.Name: "value", Value.AsText: { } id }) when !isUser =>
            new Part(MemberExists(IdIs("m.member_id", id)), true),
        ("groups", BoundComparison { Operator: FilterOperator.Equal, Target.SubAttribute.Name: "value", Value.AsText: { } id }) when isUser =>
            new Part(GroupExists(IdIs("m.group_id", id)), true),
        _ => null,
    };

    Part? Key(string column, FilterOperator op, string text)
    {
        var key = NameKey.Of(text);
        return op switch
        {
            FilterOperator.Equal => new($"{column} = {Add(key)}", true),
            FilterOperator.NotEqual => new($"{column} <> {Add(key)}", true),
            FilterOperator.StartsWith => new($"{column} like {Add(Like(key) + "%")} escape '!'", true),
            FilterOperator.EndsWith => new($"{column} like {Add("%" + Like(key))} escape '!'", true),
            FilterOperator.Contains => new($"{column} like {Add("%" + Like(key) + "%")} escape '!'", true),
            _ => null,
        };
    }

    Part? ExternalId(FilterOperator op, string text) => op switch
    {
        // Never null, or "not" before it would lose those without a value.
        FilterOperator.Equal => new($"(r.external_id is not null and r.external_id = {Add(text)})", true),
        FilterOperator.NotEqual => new($"(r.external_id is null or r.external_id <> {Add(text)})", true),
        _ => null,
    };

    Part? Id(FilterOperator op, string text) => op switch
    {
        FilterOperator.Equal => new(IdIs(isUser ? "r.user_id" : "r.group_id", text), true),
        FilterOperator.NotEqual => new($"not ({IdIs(isUser ? "r.user_id" : "r.group_id", text)})", true),
        _ => null,
    };

    Part? Equality(string column, FilterOperator op, bool? value) => op switch
    {
        FilterOperator.Equal => new($"{column} = {Add(value)}", true),
        FilterOperator.NotEqual => new($"{column} <> {Add(value)}", true),
        _ => null,
    };

    // Columns hold whole milliseconds; filters may be finer.
    Part? Time(string column, BoundComparison comparison)
    {
        if (comparison.Instant is not { } instant)
            return null;

        var floor = instant.ToUnixTimeMilliseconds();
        var isWhole = instant.Ticks % TimeSpan.TicksPerMillisecond == 0;
        var ceiling = isWhole ? floor : floor + 1;
        return comparison.Operator switch
        {
            FilterOperator.GreaterThan => new($"{column} > {Add(floor)}", true),
            FilterOperator.GreaterOrEqual => new($"{column} >= {Add(ceiling)}", true),
            FilterOperator.LessThan => new($"{column} < {Add(ceiling)}", true),
            FilterOperator.LessOrEqual => new($"{column} <= {Add(floor)}", true),
            FilterOperator.Equal => isWhole ? new($"{column} = {Add(floor)}", true) : new("1 = 0", true),
            FilterOperator.NotEqual => isWhole ? new($"{column} <> {Add(floor)}", true) : new("1 = 1", true),
            _ => null,
        };
    }

    string IdIs(string column, string text) => ResourceIds.TryParse(text, out var id) ? $"{column} = {Add(id)}" : "1 = 0";

    string EmailExists(string address) => $"""
        exists (select 1 from user_emails e
            where e.organization_id = @organization and e.user_id = r.user_id and e.address_key = {Add(NameKey.Of(address))})
        """;

    static string MemberExists(string condition) => $"""
        exists (select 1 from group_members m
            where m.organization_id = @organization and m.group_id = r.group_id and {condition})
        """;

    static string GroupExists(string condition) => $"""
        exists (select 1 from group_members m
            where m.organization_id = @organization and m.member_id = r.user_id and {condition})
        """;

    string Add(object? value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"f{parameters.Count}");
        parameters.Add(name, value);
        return "@" + name;
    }

    static string Like(string text) => text
        .Replace("!", "!!", StringComparison.Ordinal)
        .Replace("%", "!%", StringComparison.Ordinal)
        .Replace("_", "!_", StringComparison.Ordinal);

    sealed record Part(string Sql, bool IsExact);
}
