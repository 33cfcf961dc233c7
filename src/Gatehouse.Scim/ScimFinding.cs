namespace Gatehouse.Scim;

/// <summary>Why a request was refused, attribute by attribute.</summary>
public enum ScimFindingKind
{
    /// <summary>No declared schema has this attribute, sub-attribute or URN.</summary>
    Unknown,

    /// <summary>The value has the wrong type or form.</summary>
    WrongType,

    /// <summary>A required attribute has no value.</summary>
    Missing,

    /// <summary>The attribute cannot be changed this way.</summary>
    ReadOnly,
}

/// <summary>One thing wrong with a request.</summary>
/// <param name="Kind">What sort of fault it is.</param>
/// <param name="Path">The attribute as the client wrote it, with its parents: <c>name.nick</c>, <c>urn:…:User:floor</c>.</param>
/// <param name="Message">The fault in words, without the value.</param>
/// <param name="Suggestion">The nearest name the schema does have, or null.</param>
public sealed record ScimFinding(ScimFindingKind Kind, string Path, string Message, string? Suggestion = null);
