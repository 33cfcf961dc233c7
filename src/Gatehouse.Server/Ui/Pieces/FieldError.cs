namespace Gatehouse.Server.Ui.Pieces;

/// <summary>A refused value: which field, and what to do about it.</summary>
/// <param name="Field">The id of its input.</param>
/// <param name="Message">The same words as below the field.</param>
public sealed record FieldError(string Field, string Message);
