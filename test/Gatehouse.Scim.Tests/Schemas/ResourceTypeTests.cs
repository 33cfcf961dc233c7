using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;
using Gatehouse.Scim.Tests.Resources;

namespace Gatehouse.Scim.Tests.Schemas;

public sealed class ResourceTypeTests
{
    const string Enterprise = StandardSchemas.EnterpriseUserId;

    [Theory]
    [InlineData(null, "USERNAME", "userName")]
    [InlineData(null, "id", "id")]
    [InlineData(null, "Meta", "meta")]
    [InlineData(null, "schemas", "schemas")]
    [InlineData(null, "manager", Enterprise + ":manager")]
    [InlineData(null, "Department", Enterprise + ":department")]
    [InlineData("URN:ietf:params:scim:schemas:core:2.0:user", "userName", "userName")]
    [InlineData(StandardSchemas.UserId, "id", "id")]
    [InlineData("urn:IETF:params:scim:schemas:extension:enterprise:2.0:User", "MANAGER", Enterprise + ":manager")]
    [InlineData(null, "favouriteColour", null)]
    [InlineData(null, "password", null)]
    [InlineData(StandardSchemas.UserId, "department", null)]
    [InlineData(Enterprise, "userName", null)]
    [InlineData("urn:unknown", "userName", null)]
    public void An_attribute_is_found_with_and_without_its_URN_in_any_letter_case(string? urn, string name, string? path) =>
        Assert.Equal(path, Wire.Users.Find(urn, name)?.Path);

    [Fact]
    public void Core_attributes_come_before_those_of_extensions()
    {
        var extension = new Schema { Id = "urn:x:2.0:User", Name = "X", Description = "X.", Attributes = [new() { Name = "title", Description = "Another title." }] };

        Assert.Equal("title", StandardSchemas.UserType(null, extension).Find(null, "title")?.Path);
    }

    [Fact]
    public void With_its_last_value_the_object_of_an_extension_goes()
    {
        var department = Wire.Users.Find(null, "department")!.Value;
        var user = new ScimObject { ["userName"] = "ann" };

        department.Set(user, default);
        Assert.Equal(1, user.Count);
        department.Set(user, "Tools");
        Assert.Equal("Tools", department.Get(user).AsText);
        department.Set(user, default);
        Assert.Equal(["userName"], user.Select(static member => member.Key));
    }

    [Theory]
    [InlineData(null, "dispalyName", "displayName")]
    [InlineData(null, "departmnt", Wire.Department)]
    [InlineData(null, "favouriteColour", null)]
    [InlineData(Enterprise, "departmnt", Wire.Department)]
    [InlineData("URN:ietf:params:scim:schemas:extension:ENTERPRISE:2.0:User", "mangaer", Enterprise + ":manager")]
    [InlineData(Enterprise, "userNam", null)]
    [InlineData(StandardSchemas.UserId, "userNam", "userName")]
    [InlineData(StandardSchemas.UserId, "departmnt", null)]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:User", "department", Wire.Department)]
    [InlineData("urn:ietf:params:scim:schemas:core:User", "title", StandardSchemas.UserId + ":title")]
    [InlineData("urn:unknown", "title", null)]
    public void The_nearest_name_is_suggested_in_full(string? urn, string name, string? suggestion) =>
        Assert.Equal(suggestion, Wire.Users.Suggest(urn, name));

    [Fact]
    public void A_narrowed_schema_finds_only_what_is_left()
    {
        var narrow = StandardSchemas.User.Where(static attribute => attribute.Name != "title");

        Assert.Null(narrow.FindAttribute("title"));
        Assert.NotNull(narrow.FindAttribute("USERNAME"));
        Assert.NotNull(StandardSchemas.User.FindAttribute("title"));
    }
}
