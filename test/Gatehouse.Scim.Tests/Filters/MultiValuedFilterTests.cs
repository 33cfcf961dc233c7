using static Gatehouse.Scim.Tests.Filters.FilterSample;

namespace Gatehouse.Scim.Tests.Filters;

/// <summary>Filters on attributes with several values: any may fulfil a comparison, square brackets bind several to one (RFC 7644 §3.4.2.2).</summary>
public sealed class MultiValuedFilterTests
{
    [Theory]
    [InlineData("emails.value eq \"asa@home.example\"", true)]
    [InlineData("emails.value eq \"asa@work.example\"", true)]
    [InlineData("emails.value eq \"asa@else.example\"", false)]
    [InlineData("emails.value ew \"work.example\"", true)]
    [InlineData("emails.type eq \"HOME\"", true)]
    [InlineData("emails.primary eq true", true)]
    [InlineData("emails.primary eq false", false)]
    [InlineData("emails.type gt \"home\"", true)]
    [InlineData("emails.type gt \"work\"", false)]
    [InlineData("badges eq \"RED\"", true)]
    [InlineData("badges sw \"bl\"", true)]
    [InlineData("badges eq \"green\"", false)]
    public void Any_value_may_match(string filter, bool selects) =>
        Assert.Equal(selects, Selects(filter.Replace("badges", Site + ":badges", StringComparison.Ordinal)));

    [Theory]
    [InlineData("emails.value ne \"asa@work.example\"", true)]
    [InlineData("emails.type ne \"work\"", true)]
    [InlineData("addresses.locality ne \"Malmö\"", false)]
    [InlineData("addresses.locality ne \"Lund\"", true)]
    [InlineData("addresses.region ne \"Skåne\"", true)]
    [InlineData("phoneNumbers ne \"1\"", true)]
    [InlineData("ims.value ne \"1\"", true)]
    [InlineData("photos.value ne \"1\"", true)]
    [InlineData("not (emails.type eq \"work\")", false)]
    public void Unequal_needs_one_other_value_or_none_at_all(string filter, bool selects) => Assert.Equal(selects, Selects(filter));

    [Theory]
    [InlineData("emails co \"HOME.example\"", true)]
    [InlineData("emails eq \"asa@work.example\"", true)]
    [InlineData("emails eq \"work\"", false)]
    [InlineData("manager eq \"m-1\"", true)]
    [InlineData("manager eq m-1", true)]
    [InlineData("manager eq \"m-2\"", false)]
    [InlineData("manager ne \"m-2\"", true)]
    [InlineData("groups eq \"g-1\"", true)]
    [InlineData("id eq 0197-Aa and manager eq m-1", true)]
    [InlineData("x509Certificates eq \"TUlJQg==\"", true)]
    [InlineData("x509Certificates sw \"tul\"", false)]
    public void A_complex_attribute_stands_for_its_value(string filter, bool selects) => Assert.Equal(selects, Selects(filter));

    [Theory]
    [InlineData("emails[type eq \"work\" and value co \"home\"]", false)]
    [InlineData("emails.type eq \"work\" and emails.value co \"home\"", true)]
    [InlineData("emails[type eq \"home\" and value co \"home\"]", true)]
    [InlineData("emails[type eq \"work\" or value co \"home\"]", true)]
    [InlineData("emails[not (type eq \"work\")]", true)]
    [InlineData("emails[not (type eq \"work\" or type eq \"home\")]", false)]
    [InlineData("not (emails[type eq \"other\"])", true)]
    [InlineData("emails[primary eq true].value eq \"asa@work.example\"", true)]
    [InlineData("emails[primary eq \"True\"].value eq \"asa@home.example\"", false)]
    [InlineData("emails[type eq \"work\"].value co \"home\"", false)]
    [InlineData("emails[type eq \"work\" or type eq \"home\"].value co \"home\"", true)]
    [InlineData("EMAILS[TYPE EQ \"WORK\" AND PRIMARY EQ TRUE]", true)]
    [InlineData("emails[type ne \"work\"]", true)]
    [InlineData("emails[display ne \"x\"]", true)]
    [InlineData("phoneNumbers[value ne \"x\"]", false)]
    [InlineData("photos[not (value pr)]", false)]
    [InlineData("addresses[locality eq \"MALMÖ\" and primary eq false]", true)]
    [InlineData("manager[value eq \"m-1\"]", true)]
    [InlineData("manager[value sw \"x\"]", false)]
    [InlineData("name[familyName eq \"berg\" and givenName sw \"å\"]", true)]
    [InlineData("name[familyName eq \"berg\" and givenName eq \"berg\"]", false)]
    public void Square_brackets_bind_all_conditions_to_one_value(string filter, bool selects) => Assert.Equal(selects, Selects(filter));

    [Theory]
    [InlineData("schemas eq \"URN:ietf:params:scim:schemas:extension:enterprise:2.0:User\"", true)]
    [InlineData("schemas co \"site\"", true)]
    [InlineData("schemas eq \"urn:ietf:params:scim:schemas:core:2.0:Group\"", false)]
    public void Schemas_are_values_like_others(string filter, bool selects) => Assert.Equal(selects, Selects(filter));
}
