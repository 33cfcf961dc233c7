namespace Gatehouse.Server.Tests.Scim;

/// <summary>A row of the request log.</summary>
sealed class LoggedRequest
{
    public required string ClientId { get; init; }

    public required string Method { get; init; }

    public required string Operation { get; init; }

    public string? TargetId { get; init; }

    public required long Status { get; init; }

    public string? Attributes { get; init; }

    public string? Findings { get; init; }
}
