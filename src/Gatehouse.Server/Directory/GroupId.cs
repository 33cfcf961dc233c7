namespace Gatehouse.Server.Directory;

/// <summary>Identifies a group, and is its SCIM <c>id</c> and its name in tokens and access rules.</summary>
public readonly record struct GroupId(Guid Value)
{
    public static GroupId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static bool TryParse(string? text, out GroupId id)
    {
        var parsed = ResourceIds.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
