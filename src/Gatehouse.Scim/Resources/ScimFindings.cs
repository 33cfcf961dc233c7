namespace Gatehouse.Scim.Resources;

/// <summary>Turns what was found wrong with a request into one refusal that names all of it.</summary>
public static class ScimFindings
{
    const int MostTold = 50;

    /// <summary>Throws when there is any finding. Unknown names are invalidSyntax, or what the caller says; wrong or missing values are invalidValue;
    /// attributes that cannot be changed are mutability.</summary>
    public static void ThrowIfAny(IReadOnlyList<ScimFinding> findings, string unknownType = "invalidSyntax")
    {
        if (findings.Count == 0)
            return;

        var scimType = findings.Any(static finding => finding.Kind == ScimFindingKind.Unknown) ? unknownType
            : findings.Any(static finding => finding.Kind is ScimFindingKind.WrongType or ScimFindingKind.Missing) ? "invalidValue"
            : "mutability";
        throw new ScimException(400, scimType, Describe(findings), findings);
    }

    static string Describe(IReadOnlyList<ScimFinding> findings)
    {
        var told = string.Join(" ", findings.Take(MostTold).Select(static finding => finding.Message));
        return findings.Count <= MostTold ? told : $"{told} And {findings.Count - MostTold} more.";
    }

    /// <summary>A name that no declared schema has.</summary>
    public static ScimFinding Unknown(string path, string owner, string? suggestion)
    {
        var meant = suggestion is null ? "" : $" (did you mean '{suggestion}'?)";
        return new(ScimFindingKind.Unknown, path, $"{ScimJson.Quote(path)} is not an attribute of {owner}{meant}; see /Schemas.", suggestion);
    }
}
