using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Tests.Resources;

namespace Gatehouse.Scim.Tests.Messages;

public sealed class ResourceQueryTests
{
    [Fact]
    public void Parameters_and_body_say_the_same()
    {
        var parameters = ResourceQuery.FromParameters(
        [
            new("filter", "title pr"), new("sortBy", "userName"), new("sortOrder", "Descending"), new("startIndex", "3"), new("count", "7"),
            new("attributes", "userName, emails"),
        ]);
        var body = ResourceQuery.FromMessage(Wire.Parse($$"""
            { "schemas": ["{{ScimUrn.SearchRequest}}"], "filter": "title pr", "SORTBY": "userName", "sortOrder": "DESCENDING", "startIndex": 3, "count": 7,
              "attributes": ["userName", "emails"], "excludedAttributes": null }
            """));

        Assert.Equal(("title pr", "userName", true, 3, 7), (parameters.Filter, parameters.SortBy, parameters.Descending, parameters.StartIndex, parameters.Count));
        Assert.Equal((body.Filter, body.SortBy, body.Descending, body.StartIndex, body.Count),
            (parameters.Filter, parameters.SortBy, parameters.Descending, parameters.StartIndex, parameters.Count));
        Assert.Equal(["userName", "emails"], parameters.Attributes);
        Assert.Equal(["userName", "emails"], body.Attributes);
    }

    [Theory]
    [InlineData("startIndex", "0", 1, null)]
    [InlineData("startIndex", "-3", 1, null)]
    [InlineData("STARTINDEX", "5", 5, null)]
    [InlineData("startIndex", "999999999999", int.MaxValue, null)]
    [InlineData("count", "0", 1, 0)]
    [InlineData("count", "-1", 1, 0)]
    [InlineData("count", "999999999999", 1, int.MaxValue)]
    public void Numbers_out_of_range_count_as_the_nearest_in_range(string name, string value, int startIndex, int? count)
    {
        var query = ResourceQuery.FromParameters([new(name, value)]);

        Assert.Equal((startIndex, count), (query.StartIndex, query.Count));
    }

    [Theory]
    [InlineData("count", "ten")]
    [InlineData("count", "")]
    [InlineData("count", "1.5")]
    [InlineData("count", "1e3")]
    [InlineData("count", "0x10")]
    [InlineData("count", " 5")]
    [InlineData("count", "99999999999999999999999")]
    [InlineData("startIndex", "one")]
    [InlineData("startIndex", "١")]
    [InlineData("sortOrder", "up")]
    [InlineData("sortOrder", "")]
    public void Anything_else_is_refused_by_name(string name, string value)
    {
        var refusal = Assert.Throws<ScimException>(() => ResourceQuery.FromParameters([new(name, value)]));

        Assert.Equal((400, "invalidValue"), (refusal.Status, refusal.ScimType));
        Assert.Contains($"'{name}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_that_is_there_twice_is_refused() =>
        Assert.Equal("invalidValue", Assert.Throws<ScimException>(
            () => ResourceQuery.FromParameters([new("filter", "id pr"), new("FILTER", "title pr")])).ScimType);

    [Fact]
    public void Unknown_parameters_are_ignored_even_twice()
    {
        var query = ResourceQuery.FromParameters([new("aadOptscim062020", ""), new("colour", "red"), new("colour", "blue")]);

        Assert.Null(query.Filter);
        Assert.Equal(1, query.StartIndex);
    }

    [Fact]
    public void An_empty_cursor_begins_and_none_pages_by_index()
    {
        Assert.Equal("", ResourceQuery.FromParameters([new("cursor", "")]).Cursor);
        Assert.Null(ResourceQuery.FromParameters([new("count", "5")]).Cursor);
        Assert.True(ResourceQuery.FromParameters([new("startIndex", "1")]).HasStartIndex);
    }

    [Theory]
    [InlineData("""[]""", "invalidSyntax")]
    [InlineData("""{ "filter": "id pr" }""", "invalidSyntax")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"] }""", "invalidSyntax")]
    [InlineData("""{ "schemas": "urn:ietf:params:scim:api:messages:2.0:SearchRequest" }""", "invalidSyntax")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "colour": "red" }""", "invalidSyntax")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "colour": 5 }""", "invalidSyntax")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": 5 }""", "invalidValue")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "count": "5" }""", "invalidValue")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "count": 1.5 }""", "invalidValue")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "attributes": "userName" }""", "invalidValue")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "attributes": [5] }""", "invalidValue")]
    public void A_search_that_is_none_is_refused(string body, string scimType)
    {
        var refusal = Assert.Throws<ScimException>(() => ResourceQuery.FromMessage(Wire.Parse(body)));

        Assert.Equal((400, scimType), (refusal.Status, refusal.ScimType));
    }
}
