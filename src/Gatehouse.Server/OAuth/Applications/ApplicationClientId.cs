using Gatehouse.Server.Storage;

namespace Gatehouse.Server.OAuth.Applications;

/// <summary>
/// Identifies an application that people sign in to. Its text begins with the organization, so that a look-up asks one shard, and differs
/// from a provisioning client's by what joins the two parts.
/// </summary>
readonly record struct ApplicationClientId(OrganizationId Organization, Guid Value)
{
    const int Length = 65;

    public static ApplicationClientId New(OrganizationId organization, TimeProvider clock) => new(organization, Guid.CreateVersion7(clock.GetUtcNow()));

    public static bool TryParse(string? text, out ApplicationClientId id)
    {
        id = default;
        if (text is not { Length: Length } || text[32] != '.'
            || !OrganizationId.TryParse(text[..32], out var organization) || !Guid.TryParseExact(text[33..], "N", out var value))
            return false;

        id = new(organization, value);
        return string.Equals(id.ToString(), text, StringComparison.Ordinal);
    }

    public override string ToString() => $"{Organization}.{Value:N}";
}
