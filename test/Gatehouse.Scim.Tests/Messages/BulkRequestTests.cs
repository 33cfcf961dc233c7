using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Tests.Resources;

namespace Gatehouse.Scim.Tests.Messages;

public sealed class BulkRequestTests
{
    [Fact]
    public void Operations_are_read_in_order_and_methods_in_any_case()
    {
        var request = Read("""
            "failOnErrors": 2, "Operations": [
              { "method": "post", "path": "/Users", "bulkId": "u1", "data": { "userName": "ann" } },
              { "METHOD": "Patch", "Path": "/Users/1", "version": "W/\"3\"", "data": { } },
              { "method": "DELETE", "path": "/Users/2" }]
            """);

        Assert.Equal(2, request.FailOnErrors);
        Assert.Equal(["POST", "PATCH", "DELETE"], request.Operations.Select(static operation => operation.Method));
        Assert.Equal(["/Users", "/Users/1", "/Users/2"], request.Operations.Select(static operation => operation.Path));
        Assert.Equal(("u1", "W/\"3\""), (request.Operations[0].BulkId, request.Operations[1].Version));
        Assert.All(request.Operations, static operation => Assert.Null(operation.Fault));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("""{ "path": "/Users/1" }""")]
    [InlineData("""{ "method": "GET", "path": "/Users/1" }""")]
    [InlineData("""{ "method": 5, "path": "/Users/1" }""")]
    [InlineData("""{ "method": "DELETE" }""")]
    [InlineData("""{ "method": "DELETE", "path": "" }""")]
    [InlineData("""{ "method": "POST", "path": "/Users", "data": { } }""")]
    [InlineData("""{ "method": "POST", "path": "/Users", "bulkId": "", "data": { } }""")]
    [InlineData("""{ "method": "POST", "path": "/Users", "bulkId": "a" }""")]
    [InlineData("""{ "method": "PUT", "path": "/Users/1", "data": [] }""")]
    [InlineData("""{ "method": "POST", "path": "/Users", "bulkId": "good", "data": { } }""")]
    public void A_faulty_operation_carries_its_fault_and_spares_the_others(string operation)
    {
        var request = Read($$"""
            "Operations": [{ "method": "POST", "path": "/Users", "bulkId": "good", "data": { } }, {{operation}}, { "method": "DELETE", "path": "/Users/2" }]
            """);

        Assert.Null(request.Operations[0].Fault);
        Assert.NotNull(request.Operations[1].Fault);
        Assert.Null(request.Operations[2].Fault);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{ "Operations": [] }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [] }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"] }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": {} }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [], "failOnErrors": 0 }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [], "failOnErrors": -1 }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [], "failOnErrors": "1" }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [], "failOnErrors": 99999999999 }""")]
    public void A_faulty_message_is_refused_whole(string message)
    {
        var refusal = Assert.Throws<ScimException>(() => BulkRequest.Read(Wire.Parse(message), 10));

        Assert.Equal((400, "invalidSyntax"), (refusal.Status, refusal.ScimType));
    }

    [Fact]
    public void More_operations_than_allowed_are_refused_with_the_limit()
    {
        const string Delete = """{ "method": "DELETE", "path": "/Users/1" }""";

        Assert.Equal(3, Read($"\"Operations\": [{Delete}, {Delete}, {Delete}]").Operations.Count);
        var refusal = Assert.Throws<ScimException>(() => Read($"\"Operations\": [{Delete}, {Delete}, {Delete}, {Delete}]"));

        Assert.Equal(413, refusal.Status);
        Assert.Contains("at most 3", refusal.Message, StringComparison.Ordinal);
    }

    static BulkRequest Read(string members) =>
        BulkRequest.Read(Wire.Parse($$"""{ "schemas": ["{{ScimUrn.BulkRequest}}"], {{members}} }"""), 3);
}
