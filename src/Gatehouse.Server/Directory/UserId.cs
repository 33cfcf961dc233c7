namespace Gatehouse.Server.Directory;

/// <summary>Identifies a user, and is its SCIM <c>id</c>. Random in its later half and never used again.</summary>
public readonly record struct UserId(Guid Value)
{
    public static UserId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <summary>SCIM ids are case-exact (RFC 7643 §3.1): only the very form we hand out is one.</summary>
    public static bool TryParse(string? text, out UserId id)
    {
        var parsed = ResourceIds.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
