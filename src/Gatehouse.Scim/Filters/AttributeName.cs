namespace Gatehouse.Scim.Filters;

/// <summary>An attribute as a filter or path names it (RFC 7644 §3.10): <c>[URN:]name[.sub]</c>, in any letter case.</summary>
/// <param name="Urn">The schema's URN, or null.</param>
/// <param name="Name">The attribute.</param>
/// <param name="SubAttribute">The sub-attribute, or null.</param>
public sealed record AttributeName(string? Urn, string Name, string? SubAttribute)
{
    /// <summary>Splits a text; the URN ends at the last colon, because URNs hold dots of their own.</summary>
    /// <returns>Null when it names nothing.</returns>
    public static AttributeName? TryParse(string text)
    {
        var colon = text.LastIndexOf(':');
        var urn = colon < 0 ? null : text[..colon];
        if (urn is { Length: 0 })
            return null;

        var parts = text[(colon + 1)..].Split('.');
        if (parts.Length > 2 || !Array.TrueForAll(parts, IsName))
            return null;

        return new(urn, parts[0], parts.Length == 2 ? parts[1] : null);
    }

    // RFC 7643 figure 1: a letter, then letters, digits, hyphens and underscores; $ for $ref.
    static bool IsName(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiLetter(text[0]) || text[0] == '$'))
            return false;

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '$'))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(Urn is null ? "" : Urn + ":")}{Name}{(SubAttribute is null ? "" : "." + SubAttribute)}";
}
