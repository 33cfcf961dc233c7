namespace Gatehouse.Scim.Messages;

/// <summary>The URNs of messages and of discovery resources (RFC 7643 §8, RFC 7644 §8.2).</summary>
public static class ScimUrn
{
    /// <summary>RFC 7644 §3.12.</summary>
    public const string Error = "urn:ietf:params:scim:api:messages:2.0:Error";

    /// <summary>RFC 7644 §3.4.2.</summary>
    public const string ListResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    /// <summary>RFC 7644 §3.4.3.</summary>
    public const string SearchRequest = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

    /// <summary>RFC 7644 §3.5.2.</summary>
    public const string PatchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    /// <summary>RFC 7644 §3.7.</summary>
    public const string BulkRequest = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

    /// <summary>RFC 7644 §3.7.</summary>
    public const string BulkResponse = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

    /// <summary>RFC 7643 §5.</summary>
    public const string ServiceProviderConfig = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";

    /// <summary>RFC 7643 §6.</summary>
    public const string ResourceType = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";

    /// <summary>RFC 7643 §7.</summary>
    public const string Schema = "urn:ietf:params:scim:schemas:core:2.0:Schema";

    /// <summary>The media type of every message (RFC 7644 §8.1).</summary>
    public const string MediaType = "application/scim+json";
}
