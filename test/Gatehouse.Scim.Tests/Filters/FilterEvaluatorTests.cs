using static Gatehouse.Scim.Tests.Filters.FilterSample;

namespace Gatehouse.Scim.Tests.Filters;

/// <summary>How single values compare (RFC 7644 §3.4.2.2, RFC 7643 §2.3).</summary>
public sealed class FilterEvaluatorTests
{
    [Theory]
    [InlineData("userName eq \"ÅSA.BERG@CONTOSO.EXAMPLE\"", true)]
    [InlineData("userName eq \"åsa.berg@contoso.example\"", true)]
    [InlineData("userName eq \"asa.berg@contoso.example\"", false)]
    [InlineData("userName eq \"Åsa.Berg\"", false)]
    [InlineData("userName ne \"ÅSA.BERG@CONTOSO.EXAMPLE\"", false)]
    [InlineData("userName co \"BERG@\"", true)]
    [InlineData("userName sw \"åSA\"", true)]
    [InlineData("userName sw \"berg\"", false)]
    [InlineData("userName ew \".EXAMPLE\"", true)]
    [InlineData("userName ew \"contoso\"", false)]
    [InlineData("name.familyName gt \"alm\"", true)]
    [InlineData("name.familyName gt \"BERG\"", false)]
    [InlineData("name.familyName ge \"BERG\"", true)]
    [InlineData("name.familyName lt \"berga\"", true)]
    [InlineData("name.familyName le \"berg\"", true)]
    [InlineData("name.familyName lt \"berg\"", false)]
    public void Text_is_compared_without_regard_to_case(string filter, bool selects) => Assert.Equal(selects, Selects(filter));

    [Theory]
    [InlineData("externalId eq \"HR-Ann\"", true)]
    [InlineData("externalId eq \"hr-ann\"", false)]
    [InlineData("externalId ne \"hr-ann\"", true)]
    [InlineData("externalId co \"Ann\"", true)]
    [InlineData("externalId co \"ann\"", false)]
    [InlineData("externalId sw \"hr\"", false)]
    [InlineData("externalId ew \"ANN\"", false)]
    [InlineData("externalId lt \"hr-ann\"", true)]
    [InlineData("externalId gt \"HR-ANN\"", true)]
    [InlineData("id eq \"0197-Aa\"", true)]
    [InlineData("id eq \"0197-aa\"", false)]
    [InlineData("manager.value eq \"M-1\"", false)]
    public void Text_that_is_caseExact_is_compared_letter_by_letter(string filter, bool selects) => Assert.Equal(selects, Selects(filter));

    [Theory]
    [InlineData("displayName co \"100%\"", true)]
    [InlineData("displayName co \"%\"", true)]
    [InlineData("displayName co \"1%0\"", false)]
    [InlineData("displayName co \"B_rg\"", false)]
    [InlineData("displayName co \"*\"", false)]
    [InlineData("displayName co \"\\\"ace\\\"\"", true)]
    [InlineData("displayName sw \"\\u00c5sa\"", true)]
    [InlineData("displayName co \"\"", true)]
    [InlineData("userName co .*", false)]
    public void No_character_of_a_text_stands_for_others(string filter, bool selects) => Assert.Equal(selects, Selects(filter));

    [Theory]
    [InlineData("meta.lastModified eq \"2026-03-01T12:00:00.5Z\"", true)]
    [InlineData("meta.lastModified eq \"2026-03-01T13:00:00.500+01:00\"", true)]
    [InlineData("meta.lastModified eq \"2026-03-01T06:30:00.5000000-05:30\"", true)]
    [InlineData("meta.lastModified eq 2026-03-01T12:00:00.5Z", true)]
    [InlineData("meta.lastModified ne \"2026-03-01T13:00:00.5+01:00\"", false)]
    [InlineData("meta.lastModified eq \"2026-03-01T12:00:00Z\"", false)]
    [InlineData("meta.lastModified gt \"2026-03-01T12:59:59+01:00\"", true)]
    [InlineData("meta.lastModified gt \"2026-03-01T12:00:00.5Z\"", false)]
    [InlineData("meta.lastModified ge \"2026-03-01T12:00:00.5Z\"", true)]
    [InlineData("meta.lastModified lt \"2026-03-01T10:00:01-02:00\"", true)]
    [InlineData("meta.lastModified le \"2026-03-01T12:00:00.4999999Z\"", false)]
    // As texts, the later one comes first.
    [InlineData("meta.created lt \"2026-02-28T22:31:00-01:00\"", true)]
    [InlineData("since eq \"2025-06-01T06:00:00Z\"", true)]
    [InlineData("since sw \"2025-06\"", true)]
    [InlineData("since co \"+02:00\"", true)]
    [InlineData("since ew \"Z\"", false)]
    public void Times_are_compared_as_instants_and_their_parts_as_text(string filter, bool selects) =>
        Assert.Equal(selects, Selects(filter.Replace("since", Site + ":since", StringComparison.Ordinal)));

    [Theory]
    [InlineData("active eq false", true)]
    [InlineData("active eq true", false)]
    [InlineData("active ne true", true)]
    [InlineData("active eq \"False\"", true)]
    [InlineData("active eq False", true)]
    [InlineData("active eq FALSE", true)]
    [InlineData("active eq \"true\"", false)]
    [InlineData("urn:ietf:params:scim:schemas:extension:site:2.0:User:remote eq True", true)]
    public void Booleans_may_come_as_text(string filter, bool selects) => Assert.Equal(selects, Selects(filter));

    [Theory]
    [InlineData("floor eq 7", true)]
    [InlineData("floor eq 7.0", true)]
    [InlineData("floor eq \"7\"", true)]
    [InlineData("floor ne 7", false)]
    [InlineData("floor gt 6.5", true)]
    [InlineData("floor gt 7", false)]
    [InlineData("floor ge 7", true)]
    [InlineData("floor lt 10", true)]
    [InlineData("floor le 6", false)]
    [InlineData("floor lt -8", false)]
    [InlineData("quota eq 2.5", true)]
    [InlineData("quota eq 25e-1", true)]
    [InlineData("quota gt 10", false)]
    [InlineData("quota lt 10", true)]
    public void Numbers_are_compared_as_numbers(string filter, bool selects) => Assert.Equal(selects, Selects($"{Site}:{filter}"));

    [Theory]
    [InlineData("externalId eq 42", false)]
    [InlineData("employeeNumber eq 0042", true)]
    [InlineData("employeeNumber eq 42", false)]
    [InlineData("employeeNumber eq \"0042\"", true)]
    [InlineData("displayName co true", false)]
    [InlineData("displayName co 100", true)]
    public void Text_compared_with_a_bare_number_keeps_its_digits(string filter, bool selects) => Assert.Equal(selects, Selects(filter));

    [Theory]
    [InlineData("title eq \"x\"", false)]
    [InlineData("title ne \"x\"", true)]
    [InlineData("title co \"\"", false)]
    [InlineData("title sw \"x\"", false)]
    [InlineData("title gt \"\"", false)]
    [InlineData("title lt \"zzz\"", false)]
    [InlineData("nickName ne \"x\"", true)]
    [InlineData("nickName eq \"\"", false)]
    [InlineData("name.middleName ne \"x\"", true)]
    [InlineData("costCenter ne \"x\"", true)]
    [InlineData("costCenter le \"x\"", false)]
    [InlineData("not (title eq \"x\")", true)]
    [InlineData("not (title ne \"x\")", false)]
    public void What_is_not_assigned_is_unequal_to_all_and_has_no_other_relation(string filter, bool selects) =>
        Assert.Equal(selects, Selects(filter));

    [Theory]
    [InlineData("active eq false and displayName pr", true)]
    [InlineData("active eq true or displayName pr", true)]
    [InlineData("active eq true or title pr and displayName pr", false)]
    [InlineData("(active eq false or title pr) and nickName pr", false)]
    [InlineData("active eq false or title pr and nickName pr", true)]
    [InlineData("not (active eq true) and not (title pr)", true)]
    [InlineData("not (active eq true or displayName pr)", false)]
    public void Logic_combines_what_holds(string filter, bool selects) => Assert.Equal(selects, Selects(filter));
}
