using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Federation;

/// <summary>
/// Identifies a federation: the trust of an organization in one identity provider. Stands in our entity ids and addresses, and begins with the
/// organization, so that a look-up asks one shard.
/// </summary>
readonly record struct FederationId(OrganizationId Organization, Guid Value)
{
    const int Length = 65;

    public static FederationId New(OrganizationId organization, TimeProvider clock) => new(organization, Guid.CreateVersion7(clock.GetUtcNow()));

    public static bool TryParse(string? text, out FederationId id)
    {
        id = default;
        if (text is not { Length: Length } || text[32] != '_'
            || !OrganizationId.TryParse(text[..32], out var organization) || !Guid.TryParseExact(text[33..], "N", out var value))
            return false;

        id = new(organization, value);
        return string.Equals(id.ToString(), text, StringComparison.Ordinal);
    }

    public override string ToString() => $"{Organization}_{Value:N}";
}
