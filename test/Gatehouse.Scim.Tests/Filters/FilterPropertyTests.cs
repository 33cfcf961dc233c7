using CsCheck;

using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Tests.Resources;

namespace Gatehouse.Scim.Tests.Filters;

public sealed class FilterPropertyTests
{
    [Fact]
    public void What_is_written_is_read_back_as_it_was() =>
        GeneratedFilters.Any.Sample(static filter => FilterParser.Parse(filter.ToString()) == filter, iter: 3_000);

    [Fact]
    public void What_is_read_is_written_and_read_again_without_change() =>
        GeneratedFilters.OfUsers.Sample(static text =>
        {
            var filter = FilterParser.Parse(text);
            return FilterParser.Parse(filter.ToString()) == filter;
        }, iter: 2_000);

    [Fact]
    public void Any_text_is_read_and_written_back_or_refused_as_invalid_filter() =>
        GeneratedFilters.Soup.Sample(static text =>
        {
            try
            {
                var filter = FilterParser.Parse(text);
                return FilterParser.Parse(filter.ToString()) == filter;
            }
            catch (ScimException refusal)
            {
                return refusal is { Status: 400, ScimType: "invalidFilter" };
            }
        }, iter: 10_000);

    [Fact]
    public void A_filter_with_one_character_changed_is_bound_and_evaluated_or_refused_as_invalid_filter() =>
        Gen.Select(GeneratedFilters.OfUsers, Gen.Int[0, 10_000], Gen.OneOfConst('(', ']', '"', ' ', '.', '\\', 'x', '\0'), Generated.User)
            .Sample(static (text, place, replacement, user) =>
            {
                var changed = text.ToCharArray();
                changed[place % changed.Length] = replacement;
                try
                {
                    FilterEvaluator.Matches(FilterParser.Parse(new string(changed)).Bind(Wire.Users), user);
                    return true;
                }
                catch (ScimException refusal)
                {
                    return refusal is { Status: 400, ScimType: "invalidFilter" };
                }
            }, iter: 2_000);

    [Fact]
    public void Filters_with_names_of_no_schema_are_refused_by_name() =>
        GeneratedFilters.Any.Sample(static filter =>
        {
            var refusal = Assert.Throws<ScimException>(() => filter.Bind(Wire.Users));
            return refusal is { Status: 400, ScimType: "invalidFilter" };
        }, iter: 1_000);

    [Fact]
    public void Not_is_the_complement() =>
        Gen.Select(GeneratedFilters.OfUsers, Generated.User)
            .Sample(static (filter, user) => Selects($"not ({filter})", user) == !Selects(filter, user), iter: 3_000);

    [Fact]
    public void Not_and_is_or_not_and_not_or_is_and_not() =>
        Gen.Select(GeneratedFilters.OfUsers, GeneratedFilters.OfUsers, Generated.User).Sample(static (one, other, user) =>
            Selects($"not (({one}) and ({other}))", user) == Selects($"not ({one}) or not ({other})", user)
            && Selects($"not (({one}) or ({other}))", user) == Selects($"not ({one}) and not ({other})", user), iter: 2_000);

    [Fact]
    public void The_same_holds_within_square_brackets() =>
        Gen.Select(GeneratedFilters.ElementOfPlural(), GeneratedFilters.ElementOfPlural(), Generated.User).Sample(static (one, other, user) =>
            Selects($"emails[not (({one}) and ({other}))]", user) == Selects($"emails[not ({one}) or not ({other})]", user)
            && Selects($"emails[not (({one}) or ({other}))]", user) == Selects($"emails[not ({one}) and not ({other})]", user), iter: 2_000);

    [Fact]
    public void Square_brackets_select_what_one_value_alone_would() =>
        Gen.Select(GeneratedFilters.ElementOfPlural(), Generated.User).Sample(static (inner, user) =>
            Selects($"emails[{inner}]", user)
            == (user["emails"].AsList ?? []).Exists(one => Selects($"emails[{inner}]", new ScimObject { ["emails"] = new ScimList { one } })), iter: 2_000);

    [Fact]
    public void Square_brackets_distribute_over_or_but_bind_and_closer() =>
        Gen.Select(GeneratedFilters.ElementOfPlural(), GeneratedFilters.ElementOfPlural(), Generated.User).Sample(static (one, other, user) =>
        {
            var (first, second) = (Selects($"emails[{one}]", user), Selects($"emails[{other}]", user));
            return Selects($"emails[({one}) or ({other})]", user) == (first || second)
                && (!Selects($"emails[({one}) and ({other})]", user) || (first && second));
        }, iter: 2_000);

    [Fact]
    public void The_operators_agree_with_one_another() =>
        Gen.Select(Gen.OneOfConst("title", "externalId", "name.givenName", "department"), Generated.Text, Generated.User)
            .Sample(static (name, text, user) =>
            {
                bool Is(string op) => Selects($"{name} {op} {FilterLiteral.Of(text)}", user);

                var isThere = Selects($"{name} pr", user);
                return Is("ne") == !Is("eq")
                    && Is("ge") == (Is("gt") || Is("eq"))
                    && Is("le") == (Is("lt") || Is("eq"))
                    && Is("lt") == (isThere && !Is("ge"))
                    && (!Is("sw") || Is("co")) && (!Is("ew") || Is("co")) && (!Is("eq") || (Is("sw") && Is("ew")))
                    && (isThere || !(Is("eq") || Is("co") || Is("gt") || Is("le")));
            }, iter: 2_000);

    static bool Selects(string filter, ScimObject user) => FilterEvaluator.Matches(FilterParser.Parse(filter).Bind(Wire.Users), user);
}
