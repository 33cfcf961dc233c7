using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Tests.Resources;

using static Gatehouse.Scim.Tests.Filters.FilterSample;

namespace Gatehouse.Scim.Tests.Filters;

/// <summary>Names and types of a filter come from the schema; what it does not have is refused (RFC 7644 §3.4.2.2, §3.10, §3.4.2.1).</summary>
public sealed class FilterBinderTests
{
    [Theory]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"å\"")]
    [InlineData("URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER:NAME.FAMILYNAME eq \"berg\"")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq \"work\"].value pr")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:id pr")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"tools\"")]
    [InlineData("Urn:Ietf:Params:Scim:Schemas:Extension:Enterprise:2.0:User:Manager.Value eq \"m-1\"")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager eq \"m-1\"")]
    [InlineData("urn:ietf:params:scim:schemas:extension:site:2.0:User:floor ge 7")]
    public void A_name_may_have_its_URN_in_any_letter_case(string filter) => Assert.True(Selects(filter));

    [Theory]
    [InlineData("department eq \"tools\"")]
    [InlineData("DEPARTMENT sw \"t\"")]
    [InlineData("manager.value eq \"m-1\"")]
    public void Attributes_of_the_enterprise_extension_need_no_URN(string filter) => Assert.True(Selects(filter));

    [Theory]
    [InlineData("favouriteColour eq \"red\"", "favouriteColour", null)]
    [InlineData("usrName eq \"x\"", "usrName", "userName")]
    [InlineData("Emials pr", "Emials", "emails")]
    [InlineData("name.famlyName pr", "name.famlyName", "familyName")]
    [InlineData("title.value pr", "title.value", null)]
    [InlineData("emails[vale eq \"x\"]", "vale", "value")]
    [InlineData("emails[type eq \"x\" and not (kind pr)]", "kind", null)]
    [InlineData("departmnt pr", "departmnt", Enterprise + ":department")]
    [InlineData("floor eq 7", "floor", Site + ":floor")]
    [InlineData(Enterprise + ":departmnt pr", Enterprise + ":departmnt", Enterprise + ":department")]
    [InlineData(Enterprise + ":userNme pr", Enterprise + ":userNme", null)]
    [InlineData(Site + ":flor eq 7", Site + ":flor", Site + ":floor")]
    [InlineData("urn:unknown:User:title pr", "urn:unknown:User:title", null)]
    [InlineData("urn:ietf:params:scim:schemas:extension:site:User:floor pr", "urn:ietf:params:scim:schemas:extension:site:User:floor", Site + ":floor")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:titel pr", "urn:ietf:params:scim:schemas:core:2.0:User:titel", "title")]
    public void An_unknown_name_is_refused_and_the_nearest_known_one_told(string filter, string name, string? nearest)
    {
        var refusal = Refuse(filter);

        var finding = Assert.Single(refusal.Findings);
        Assert.Equal((ScimFindingKind.Unknown, name, nearest), (finding.Kind, finding.Path, finding.Suggestion));
        Assert.Contains($"'{name}'", refusal.Message, StringComparison.Ordinal);
        if (nearest is not null)
            Assert.Contains($"did you mean '{nearest}'?", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("userName eq \"x\" or favouriteColour pr")]
    [InlineData("not (favouriteColour pr)")]
    [InlineData("title pr and (userName pr and favouriteColour ne null)")]
    [InlineData("favouriteColour[a pr]")]
    public void An_unknown_name_is_refused_wherever_it_stands(string filter) =>
        Assert.Contains("'favouriteColour'", Refuse(filter).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("password eq \"x\"")]
    [InlineData(Site + ":pin eq \"1234\"")]
    [InlineData(Site + ":pin pr")]
    public void What_is_never_returned_cannot_be_asked_for(string filter) =>
        Assert.Contains("is not an attribute of User", Refuse(filter).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("active gt false", "'active' is a boolean, which cannot be compared by gt")]
    [InlineData("active le true", "compared by le")]
    [InlineData("active co \"al\"", "'active' is a boolean")]
    [InlineData("emails.primary ge true", "'emails.primary' is a boolean")]
    [InlineData("emails[primary lt true]", "'primary' is a boolean")]
    [InlineData("active eq \"yes\"", "'active' must be compared with true or false")]
    [InlineData("active eq 1", "must be compared with true or false")]
    [InlineData("active eq \"\"", "must be compared with true or false")]
    [InlineData("x509Certificates.value gt \"A\"", "'x509Certificates.value' is binary")]
    [InlineData("x509Certificates lt \"A\"", "is binary")]
    [InlineData("meta.created gt \"yesterday\"", "'meta.created' must be compared with a date and time")]
    [InlineData("meta.created eq \"2026-01-31\"", "a date and time with an offset or Z")]
    [InlineData("meta.lastModified ge 5", "a date and time")]
    [InlineData(Site + ":floor co 7", "is a number, which cannot be compared by co")]
    [InlineData(Site + ":floor eq \"seven\"", "must be compared with a number")]
    [InlineData(Site + ":quota gt true", "must be compared with a number")]
    [InlineData("title gt null", "'title' can be compared with null by eq and ne only")]
    [InlineData("emails[value sw null]", "by eq and ne only")]
    [InlineData("name eq \"Berg\"", "'name' is complex; compare one of its sub-attributes")]
    [InlineData("addresses co \"Malmö\"", "'addresses' is complex")]
    [InlineData("meta eq \"x\"", "'meta' is complex")]
    [InlineData("userName[value eq \"x\"]", "'userName' has no sub-attributes")]
    [InlineData("name.givenName[value eq \"x\"]", "square brackets")]
    [InlineData("emails[value.x eq \"x\"]", "'value.x' is not an attribute of 'emails'")]
    [InlineData("emails[urn:x:value eq \"x\"]", "is not an attribute of 'emails'")]
    [InlineData("emails[userName eq \"x\"]", "'userName' is not an attribute of 'emails'")]
    public void What_cannot_be_compared_so_is_told(string filter, string told) =>
        Assert.Contains(told, Refuse(filter).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("active gt \"secret\"")]
    [InlineData("meta.created eq \"secret\"")]
    [InlineData(Site + ":floor eq \"secret\"")]
    [InlineData("favouriteColour eq \"secret\"")]
    public void A_refusal_repeats_no_value(string filter) =>
        Assert.DoesNotContain("secret", Refuse(filter).Message, StringComparison.Ordinal);

    // RFC 7644 §3.4.2.1: at the base, a filter may name what only some types have.
    [Theory]
    [InlineData("members pr", false, true)]
    [InlineData("not (members pr)", true, false)]
    [InlineData("members.value eq \"m\"", false, true)]
    [InlineData("members.value ne \"m\"", true, false)]
    [InlineData("members[value eq \"m\"]", false, true)]
    [InlineData("not (members[value eq \"m\"])", true, false)]
    [InlineData("userName eq null", false, true)]
    [InlineData("userName ne null", true, false)]
    [InlineData("emails co \"@\" or displayName eq \"pilots\"", true, true)]
    [InlineData("department eq \"tools\"", true, false)]
    [InlineData(Enterprise + ":department ne \"tools\"", false, true)]
    [InlineData("active eq true", true, false)]
    [InlineData("displayName pr", true, true)]
    [InlineData("meta.resourceType eq \"Group\"", false, true)]
    [InlineData("meta.resourceType eq \"group\"", false, false)]
    public void At_the_base_what_a_type_lacks_has_no_value_there(string filter, bool selectsUser, bool selectsGroup)
    {
        var user = Wire.ReadUser($$"""
            "displayName": "Ann", "active": true, "emails": ["a@b"], "{{Enterprise}}": { "department": "Tools" }
            """);
        user["meta"] = new ScimObject { ["resourceType"] = "User" };
        var group = Wire.ReadGroup(""" "members": [{ "value": "m" }] """);
        group["meta"] = new ScimObject { ["resourceType"] = "Group" };
        var parsed = FilterParser.Parse(filter);

        Assert.Equal(
            (selectsUser, selectsGroup),
            (FilterEvaluator.Matches(parsed.Bind(Wire.Users, [Wire.Users, Wire.Groups]), user),
                FilterEvaluator.Matches(parsed.Bind(Wire.Groups, [Wire.Users, Wire.Groups]), group)));
    }

    [Theory]
    [InlineData("favouriteColour pr")]
    [InlineData("members.colour pr")]
    [InlineData("password pr")]
    [InlineData("urn:unknown:User:title pr")]
    public void At_the_base_what_no_type_has_is_refused(string filter)
    {
        var parsed = FilterParser.Parse(filter);

        foreach (var type in new[] { Wire.Users, Wire.Groups })
            Assert.Equal("invalidFilter", Assert.Throws<ScimException>(() => parsed.Bind(type, [Wire.Users, Wire.Groups])).ScimType);
    }
}
