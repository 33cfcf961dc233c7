using Gatehouse.Scim.Schemas;
using Gatehouse.Scim.Tests.Resources;

namespace Gatehouse.Scim.Tests.Schemas;

public sealed class SchemaCatalogTests
{
    static readonly SchemaCatalog Catalog = new([Wire.Users, Wire.Groups]);

    [Fact]
    public void Types_and_schemas_are_published_in_their_order()
    {
        Assert.Equal(["User", "Group"], Catalog.ResourceTypes.Select(static type => type.Name));
        Assert.Equal(
            [StandardSchemas.UserId, StandardSchemas.EnterpriseUserId, StandardSchemas.GroupId], Catalog.Schemas.Select(static schema => schema.Id));
    }

    [Fact]
    public void A_schema_that_two_types_share_is_published_once()
    {
        var shared = new Schema { Id = "urn:x:2.0:Site", Name = "Site", Description = "Site.", Attributes = [] };
        var device = new ResourceType { Name = "Device", Endpoint = "/Devices", Description = "Devices.", Schema = StandardSchemas.Group, Extensions = [shared] };

        var catalog = new SchemaCatalog([StandardSchemas.UserType(null, shared), device]);

        Assert.Equal([StandardSchemas.UserId, shared.Id, StandardSchemas.GroupId], catalog.Schemas.Select(static schema => schema.Id));
    }

    [Theory]
    [InlineData(StandardSchemas.UserId)]
    [InlineData("URN:IETF:PARAMS:SCIM:SCHEMAS:EXTENSION:ENTERPRISE:2.0:USER")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:group")]
    public void A_schema_is_found_in_any_letter_case(string urn) => Assert.Equal(urn, Catalog.FindSchema(urn)?.Id, ignoreCase: true);

    [Theory]
    [InlineData("User")]
    [InlineData("GROUP")]
    public void A_type_is_found_in_any_letter_case(string name) => Assert.Equal(name, Catalog.FindResourceType(name)?.Name, ignoreCase: true);

    [Theory]
    [InlineData("")]
    [InlineData("urn:none")]
    [InlineData("Users")]
    [InlineData("/Users")]
    public void What_is_not_there_is_not_found(string name)
    {
        Assert.Null(Catalog.FindSchema(name));
        Assert.Null(Catalog.FindResourceType(name));
    }
}
