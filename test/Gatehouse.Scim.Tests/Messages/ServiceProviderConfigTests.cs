using System.Text.Json;

using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Tests.Resources;

namespace Gatehouse.Scim.Tests.Messages;

public sealed class ServiceProviderConfigTests
{
    [Fact]
    public void Everything_that_RFC_7643_section_5_requires_is_there()
    {
        var written = JsonDocument.Parse(Wire.Write(json => new ServiceProviderConfig
        {
            BulkMaxOperations = 10, BulkMaxPayloadSize = 1000, MaxResults = 200, DefaultPageSize = 100, CursorTimeout = 3600,
            AuthenticationSchemes = [new("oauthbearertoken", "Bearer", "A token.", "https://www.rfc-editor.org/info/rfc6750"), new("oauth2", "OAuth", "OAuth.", "https://www.rfc-editor.org/info/rfc6749")],
        }.Write(json, "https://id.contoso.example/scim/v2"))).RootElement;

        foreach (var feature in (string[])["patch", "bulk", "filter", "changePassword", "sort", "etag"])
            Assert.True(written.GetProperty(feature).GetProperty("supported").ValueKind is JsonValueKind.True or JsonValueKind.False, feature);
        Assert.Equal((10, 1000), (written.GetProperty("bulk").GetProperty("maxOperations").GetInt32(), written.GetProperty("bulk").GetProperty("maxPayloadSize").GetInt32()));
        Assert.Equal(200, written.GetProperty("filter").GetProperty("maxResults").GetInt32());
        Assert.True(written.GetProperty("pagination").GetProperty("cursor").GetBoolean());
        Assert.True(written.GetProperty("pagination").GetProperty("index").GetBoolean());
        Assert.False(written.TryGetProperty("documentationUri", out _));
        Assert.Equal([true, false], written.GetProperty("authenticationSchemes").EnumerateArray().Select(static scheme => scheme.GetProperty("primary").GetBoolean()));
        Assert.All(written.GetProperty("authenticationSchemes").EnumerateArray(), static scheme => Assert.NotEmpty(scheme.GetProperty("description").GetString()!));
    }

    [Theory]
    [InlineData(400, "invalidSyntax", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"invalidSyntax","detail":"Why."}""")]
    [InlineData(404, null, """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404","detail":"Why."}""")]
    public void An_error_has_its_status_as_text_and_nothing_beside(int status, string? scimType, string expected) =>
        Assert.Equal(expected, Wire.Write(json => ScimError.Write(json, status, scimType, "Why.")));
}
