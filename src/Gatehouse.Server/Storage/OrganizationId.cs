namespace Gatehouse.Server.Storage;

/// <summary>Identifies an organization. Leads every primary key and travels inside every credential we issue, which is why it lives here.</summary>
public readonly record struct OrganizationId(Guid Value)
{
    public static OrganizationId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static bool TryParse(string? text, out OrganizationId id)
    {
        // Both forms of the id are accepted where people type it.
        var parsed = Guid.TryParseExact(text, "N", out var value) || Guid.TryParseExact(text, "D", out value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("N");
}
