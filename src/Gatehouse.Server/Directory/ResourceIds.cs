namespace Gatehouse.Server.Directory;

/// <summary>Reads ids that may be a user's or a group's, such as a member's.</summary>
static class ResourceIds
{
    public static bool TryParse(string? text, out Guid id) =>
        Guid.TryParseExact(text, "D", out id) && string.Equals(id.ToString("D"), text, StringComparison.Ordinal);
}
