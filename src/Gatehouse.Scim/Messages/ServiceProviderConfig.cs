using System.Text.Json;

namespace Gatehouse.Scim.Messages;

/// <summary>One way to authenticate at the endpoint (RFC 7643 §5).</summary>
/// <param name="Type">oauth, oauth2, oauthbearertoken, httpbasic or httpdigest.</param>
/// <param name="Name">A name for people.</param>
/// <param name="Description">What to do, for people.</param>
/// <param name="SpecificationUri">Where it is specified.</param>
public sealed record AuthenticationScheme(string Type, string Name, string Description, string SpecificationUri);

/// <summary>What an endpoint supports (RFC 7643 §5, with pagination of RFC 9865 §4).</summary>
public sealed record ServiceProviderConfig
{
    /// <summary>Where the documentation for people is, or null.</summary>
    public string? DocumentationUri { get; init; }

    /// <summary>Operations one bulk request may carry.</summary>
    public required int BulkMaxOperations { get; init; }

    /// <summary>Bytes one bulk request may have.</summary>
    public required int BulkMaxPayloadSize { get; init; }

    /// <summary>Resources one page holds at most.</summary>
    public required int MaxResults { get; init; }

    /// <summary>Resources a page holds when the client names no count.</summary>
    public required int DefaultPageSize { get; init; }

    /// <summary>Seconds a cursor stays valid.</summary>
    public required int CursorTimeout { get; init; }

    /// <summary>How to authenticate; the first is the preferred one.</summary>
    public required IReadOnlyList<AuthenticationScheme> AuthenticationSchemes { get; init; }

    /// <summary>Writes the configuration object.</summary>
    public void Write(Utf8JsonWriter writer, string baseUrl)
    {
        writer.WriteStartObject();
        SchemaWriter.WriteTexts(writer, "schemas", [ScimUrn.ServiceProviderConfig]);
        if (DocumentationUri is not null)
            writer.WriteString("documentationUri", DocumentationUri);
        WriteSupported(writer, "patch", true);
        writer.WriteStartObject("bulk");
        writer.WriteBoolean("supported", true);
        writer.WriteNumber("maxOperations", BulkMaxOperations);
        writer.WriteNumber("maxPayloadSize", BulkMaxPayloadSize);
        writer.WriteEndObject();
        writer.WriteStartObject("filter");
        writer.WriteBoolean("supported", true);
        writer.WriteNumber("maxResults", MaxResults);
        writer.WriteEndObject();
        WriteSupported(writer, "changePassword", false);
        WriteSupported(writer, "sort", true);
        WriteSupported(writer, "etag", true);
        writer.WriteStartObject("pagination");
        writer.WriteBoolean("cursor", true);
        writer.WriteBoolean("index", true);
        writer.WriteString("defaultPaginationMethod", "index");
        writer.WriteNumber("defaultPageSize", DefaultPageSize);
        writer.WriteNumber("maxPageSize", MaxResults);
        writer.WriteNumber("cursorTimeout", CursorTimeout);
        writer.WriteEndObject();
        writer.WriteStartArray("authenticationSchemes");
        for (var i = 0; i < AuthenticationSchemes.Count; i++)
            Write(writer, AuthenticationSchemes[i], isPrimary: i == 0);
        writer.WriteEndArray();
        SchemaWriter.WriteMeta(writer, "ServiceProviderConfig", $"{baseUrl}/ServiceProviderConfig");
        writer.WriteEndObject();
    }

    static void Write(Utf8JsonWriter writer, AuthenticationScheme scheme, bool isPrimary)
    {
        writer.WriteStartObject();
        writer.WriteString("type", scheme.Type);
        writer.WriteString("name", scheme.Name);
        writer.WriteString("description", scheme.Description);
        writer.WriteString("specUri", scheme.SpecificationUri);
        writer.WriteBoolean("primary", isPrimary);
        writer.WriteEndObject();
    }

    static void WriteSupported(Utf8JsonWriter writer, string name, bool supported)
    {
        writer.WriteStartObject(name);
        writer.WriteBoolean("supported", supported);
        writer.WriteEndObject();
    }
}
