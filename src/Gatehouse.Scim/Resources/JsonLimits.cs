namespace Gatehouse.Scim.Resources;

/// <summary>What a JSON message may cost before it is looked at. All checked while scanning, before anything is built or recursed into.</summary>
public sealed record JsonLimits
{
    /// <summary>Limits that every known provisioning client stays well below.</summary>
    public static JsonLimits Default { get; } = new();

    /// <summary>Levels of nesting; a bulk request with a PATCH of an extension's complex attribute needs 12.</summary>
    public int Depth { get; init; } = 16;

    /// <summary>Members of one object.</summary>
    public int MembersPerObject { get; init; } = 1_000;

    /// <summary>Characters of one text.</summary>
    public int TextLength { get; init; } = 65_536;
}
