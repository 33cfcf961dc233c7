using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Tests.Schemas;

/// <summary>The schemas of RFC 7643 §4 as clients need them declared; where they differ from §8.7.1, a rule of the contract says so.</summary>
public sealed class StandardSchemasTests
{
    static readonly Schema[] All = [StandardSchemas.User, StandardSchemas.EnterpriseUser, StandardSchemas.Group];

    [Theory]
    [InlineData(StandardSchemas.UserId,
        "userName externalId name displayName nickName profileUrl title userType preferredLanguage locale timezone active emails phoneNumbers ims photos "
        + "addresses groups entitlements roles x509Certificates")]
    [InlineData(StandardSchemas.EnterpriseUserId, "employeeNumber costCenter organization division department manager")]
    [InlineData(StandardSchemas.GroupId, "displayName externalId members")]
    public void Every_attribute_of_the_standard_is_declared_and_none_twice(string urn, string names) =>
        Assert.Equal(names.Split(' ').Order(StringComparer.Ordinal), Of(urn).Attributes.Select(static one => one.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("name", "formatted familyName givenName middleName honorificPrefix honorificSuffix")]
    [InlineData("emails", "value display type primary")]
    [InlineData("phoneNumbers", "value display type primary")]
    [InlineData("ims", "value display type primary")]
    [InlineData("photos", "value display type primary")]
    [InlineData("entitlements", "value display type primary")]
    [InlineData("roles", "value display type primary")]
    [InlineData("x509Certificates", "value display type primary")]
    // §8.7.1 forgets primary of addresses, which §2.4 gives to every multi-valued attribute and Entra sends.
    [InlineData("addresses", "formatted streetAddress locality region postalCode country type primary")]
    [InlineData("groups", "value $ref display type")]
    [InlineData("manager", "value $ref displayName")]
    [InlineData("members", "value $ref type display")]
    public void Complex_attributes_have_the_parts_of_the_standard(string name, string parts) =>
        Assert.Equal(
            parts.Split(' '),
            All.Select(schema => schema.FindAttribute(name)).OfType<SchemaAttribute>().Single().SubAttributes.Select(static sub => sub.Name));

    [Theory]
    [InlineData("emails", "work home other")]
    [InlineData("phoneNumbers", "work home mobile fax pager other")]
    [InlineData("ims", "aim gtalk icq xmpp msn skype qq yahoo")]
    [InlineData("photos", "photo thumbnail")]
    [InlineData("addresses", "work home other")]
    [InlineData("groups", "direct")]
    [InlineData("roles", "")]
    [InlineData("entitlements", "")]
    [InlineData("x509Certificates", "")]
    public void Types_have_canonical_values_where_mappings_need_them(string name, string values) => Assert.Equal(
        values.Split(' ', StringSplitOptions.RemoveEmptyEntries), StandardSchemas.User.FindAttribute(name)!.FindSubAttribute("type")!.CanonicalValues);

    [Theory]
    [InlineData(StandardSchemas.UserId)]
    [InlineData(StandardSchemas.GroupId)]
    public void The_external_id_is_declared_compared_exactly_and_need_not_be_unique(string urn)
    {
        var externalId = Of(urn).FindAttribute("externalId");

        Assert.Equal(
            (true, Uniqueness.None, Mutability.ReadWrite, false),
            (externalId?.CaseExact, externalId?.Uniqueness, externalId?.Mutability, externalId?.Required));
    }

    [Fact]
    public void Passwords_are_not_declared_but_thrown_away_for_users_alone()
    {
        Assert.DoesNotContain(Paths(), static one => one.Path.Contains("password", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("PassWord", StandardSchemas.UserType().DiscardedMembers);
        Assert.Empty(StandardSchemas.GroupType().DiscardedMembers);
    }

    [Fact]
    public void Only_what_must_never_be_absent_is_required() => Having(static one => one.Required, "User:userName", "Group:displayName");

    [Fact]
    public void Only_the_names_that_people_and_groups_go_by_are_unique() =>
        Having(static one => one.Uniqueness == Uniqueness.Server, "User:userName", "Group:displayName");

    [Fact]
    public void Letter_case_matters_in_identifiers_references_to_resources_and_certificates() => Having(
        static one => one.CaseExact,
        "User:externalId", "User:groups.value", "User:groups.$ref", "User:x509Certificates.value", "EnterpriseUser:manager.value",
        "EnterpriseUser:manager.$ref", "Group:externalId", "Group:members.value", "Group:members.$ref");

    [Fact]
    public void What_the_server_works_out_is_read_only() => Having(
        static one => one.Mutability == Mutability.ReadOnly,
        "User:groups", "User:groups.value", "User:groups.$ref", "User:groups.display", "User:groups.type", "EnterpriseUser:manager.$ref",
        "EnterpriseUser:manager.displayName");

    [Fact]
    public void A_member_cannot_be_changed() => Having(
        static one => one.Mutability == Mutability.Immutable,
        "Group:members.value", "Group:members.$ref", "Group:members.type", "Group:members.display");

    // A client's test that fills every attribute expects all of it back.
    [Fact]
    public void Everything_is_returned_by_default() => Having(static one => one.Returned != Returned.Default || one.Mutability == Mutability.WriteOnly);

    [Fact]
    public void Types_are_text_but_for_these()
    {
        Having(static one => one.Type == AttributeType.Boolean, "User:active", "User:emails.primary", "User:phoneNumbers.primary", "User:ims.primary",
            "User:photos.primary", "User:addresses.primary", "User:entitlements.primary", "User:roles.primary", "User:x509Certificates.primary");
        Having(static one => one.Type == AttributeType.Reference, "User:profileUrl", "User:groups.$ref", "EnterpriseUser:manager.$ref", "Group:members.$ref");
        Having(static one => one.Type == AttributeType.Binary, "User:x509Certificates.value");
        Having(static one => one.Type is AttributeType.Integer or AttributeType.Decimal or AttributeType.DateTime);
    }

    [Fact]
    public void Every_attribute_states_its_characteristics()
    {
        foreach (var (path, attribute) in Paths())
        {
            Assert.True(attribute.Description.EndsWith('.'), $"{path} has no sentence for people.");
            Assert.True(attribute.IsComplex == attribute.SubAttributes.Count > 0, $"{path}: only complex attributes have parts.");
            Assert.True(attribute.Type == AttributeType.Reference == attribute.ReferenceTypes.Count > 0, $"{path}: references say to what.");
            Assert.True(attribute.SubAttributes.All(static sub => sub is { IsComplex: false, MultiValued: false }), $"{path}: parts are simple.");
        }
    }

    [Fact]
    public void Users_have_the_enterprise_extension_unless_others_are_named()
    {
        var own = new Schema { Id = "urn:x:2.0:User", Name = "X", Description = "X.", Attributes = [] };

        Assert.Equal([StandardSchemas.EnterpriseUser], StandardSchemas.UserType().Extensions);
        Assert.Equal([own], StandardSchemas.UserType(null, own).Extensions);
        Assert.Equal([StandardSchemas.EnterpriseUser, own], StandardSchemas.UserType(null, StandardSchemas.EnterpriseUser, own).Extensions);
        Assert.Empty(StandardSchemas.GroupType().Extensions);
    }

    static Schema Of(string urn) => All.Single(schema => schema.Id == urn);

    static IEnumerable<(string Path, SchemaAttribute Attribute)> Paths() =>
        from schema in All
        from attribute in schema.Attributes
        from one in attribute.SubAttributes
            .Select(sub => (Path: $"{attribute.Name}.{sub.Name}", Attribute: sub))
            .Prepend((Path: attribute.Name, Attribute: attribute))
        select ($"{schema.Name}:{one.Path}", one.Attribute);

    /// <summary>Asserts that these attributes, and no others, are so.</summary>
    static void Having(Func<SchemaAttribute, bool> characteristic, params string[] paths) =>
        Assert.Equal(paths, Paths().Where(one => characteristic(one.Attribute)).Select(static one => one.Path));
}
