using System.Text.Json;

using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Server.Scim;

/// <summary>What every answer adds to a stored document: <c>id</c> and <c>meta</c> (RFC 7643 §3.1).</summary>
sealed record ResourceEnvelope(ResourceType Type, Guid Id, string Location, long Version, long CreatedAt, long ModifiedAt)
{
    /// <summary>A document with both, as filters, sorting and chosen attributes need it.</summary>
    public ScimObject Around(ScimObject resource)
    {
        var document = new ScimObject { ["schemas"] = resource["schemas"], ["id"] = Id.ToString("D") };
        foreach (var (name, value) in resource)
            document[name] = value;

        ResourceReader.SetSchemas(document, Type);
        document["meta"] = new ScimObject
        {
            ["resourceType"] = Type.Name,
            ["created"] = TimeOf(CreatedAt),
            ["lastModified"] = TimeOf(ModifiedAt),
            ["location"] = Location,
            ["version"] = ETags.Of(Version),
        };
        return document;
    }

    /// <summary>Writes both into an answer that is copied from a stored document.</summary>
    public void Write(Utf8JsonWriter json, Projection projection)
    {
        json.WriteString("id", Id);
        if (!projection.Includes(null, CommonAttributes.Meta))
            return;

        json.WriteStartObject("meta");
        json.WriteString("resourceType", Type.Name);
        json.WriteString("created", TimeOf(CreatedAt));
        json.WriteString("lastModified", TimeOf(ModifiedAt));
        json.WriteString("location", Location);
        json.WriteString("version", ETags.Of(Version));
        json.WriteEndObject();
    }

    static string TimeOf(long milliseconds) => ScimDateTime.Format(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
