namespace Gatehouse.Server.Scim;

/// <summary>What one request may ask for. Published where RFC 7643 §5 has a place for it.</summary>
static class ScimLimits
{
    /// <summary>Bytes of a body; also <c>bulk.maxPayloadSize</c>.</summary>
    public const int BodyBytes = 1024 * 1024;

    /// <summary>Operations of a bulk request.</summary>
    public const int BulkOperations = 1_000;

    /// <summary>Resources of a page.</summary>
    public const int MaxPage = 200;

    /// <summary>Resources of a page when the client names no count.</summary>
    public const int DefaultPage = 100;

    /// <summary>How long a cursor can be gone on with.</summary>
    public static readonly TimeSpan CursorLifetime = TimeSpan.FromHours(1);
}
