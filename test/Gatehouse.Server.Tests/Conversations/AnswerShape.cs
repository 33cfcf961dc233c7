using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Server.Tests.Conversations;

/// <summary>What holds for every answer of the SCIM endpoint, whatever was asked; checked on each exchange of each conversation.</summary>
static class AnswerShape
{
    static readonly HashSet<string> ScimTypes =
    [
        "invalidFilter", "tooMany", "uniqueness", "mutability", "invalidSyntax", "invalidPath", "noTarget", "invalidValue", "invalidVers",
        "sensitive",
    ];

    public static void Check(HttpResponseMessage response, string body, string where)
    {
        var status = (int)response.StatusCode;
        if (status is 204 or 304)
        {
            Assert.True(body.Length == 0, $"{where}: a {status} with a body");
            return;
        }

        Assert.True(response.Content.Headers.ContentType?.MediaType == "application/scim+json",
            $"{where}: the media type is {response.Content.Headers.ContentType}");
        using var document = JsonDocument.Parse(body);
        var answer = document.RootElement;
        if (status >= 400)
            CheckError(answer, status, where);
        else if (answer.TryGetProperty("Resources", out var resources))
            CheckList(answer, resources, where);
        else if (answer.TryGetProperty("meta", out var meta) && meta.GetProperty("resourceType").GetString() is "User" or "Group")
            CheckResource(response, answer, where);
    }

    static void CheckError(JsonElement answer, int status, string where)
    {
        Assert.True(Has(answer, "urn:ietf:params:scim:api:messages:2.0:Error"), $"{where}: not a SCIM error: {answer}");
        var text = answer.GetProperty("status");
        Assert.True(text.ValueKind == JsonValueKind.String && text.GetString() == status.ToString(CultureInfo.InvariantCulture),
            $"{where}: status is {text}");
        Assert.True(answer.TryGetProperty("detail", out var detail) && detail.GetString()!.Length > 0, $"{where}: no detail");
        if (answer.TryGetProperty("scimType", out var type))
            Assert.True(ScimTypes.Contains(type.GetString()!), $"{where}: scimType is {type}");
    }

    static void CheckList(JsonElement answer, JsonElement resources, string where)
    {
        Assert.True(Has(answer, "urn:ietf:params:scim:api:messages:2.0:ListResponse"), $"{where}: not a list: {answer}");
        Assert.True(answer.GetProperty("totalResults").TryGetInt32(out var total), $"{where}: totalResults is no integer");
        Assert.True(total >= resources.GetArrayLength(), $"{where}: more resources than results");
        Assert.True(!answer.TryGetProperty("itemsPerPage", out var page) || page.GetInt32() == resources.GetArrayLength(),
            $"{where}: itemsPerPage is not the number of resources");
        foreach (var resource in resources.EnumerateArray())
        {
            // Schema documents and the like are found by id or name; users and groups by id alone.
            var isFound = resource.TryGetProperty("id", out var id) || resource.TryGetProperty("name", out id);
            Assert.True(isFound, $"{where}: a resource without id");
            Assert.True(id.GetString()!.Length > 0, $"{where}: an empty id");
        }
    }

    static void CheckResource(HttpResponseMessage response, JsonElement answer, string where)
    {
        var id = answer.GetProperty("id").GetString()!;
        var meta = answer.GetProperty("meta");
        Assert.True(id.Length > 0 && answer.GetProperty("schemas").GetArrayLength() > 0, $"{where}: no id or no schemas");
        Assert.True(meta.GetProperty("location").GetString()!.EndsWith("/" + id, StringComparison.Ordinal), $"{where}: meta.location");
        var (created, modified) = (meta.GetProperty("created").GetDateTimeOffset(), meta.GetProperty("lastModified").GetDateTimeOffset());
        Assert.True(created <= modified, $"{where}: changed before it was created");
        if ((int)response.StatusCode == 201)
            Assert.EndsWith("/" + id, response.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    static bool Has(JsonElement answer, string schema) =>
        answer.TryGetProperty("schemas", out var schemas) && schemas.EnumerateArray().Any(one => one.GetString() == schema);
}
