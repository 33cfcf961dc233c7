namespace Gatehouse.Server.Ui.Pieces;

/// <summary>How an input, its hint and its error name one another.</summary>
static class FieldParts
{
    public static string HintId(string input) => $"{input}-hint";

    public static string ErrorId(string input) => $"{input}-error";

    /// <summary>The error first: it is what the reader came back for.</summary>
    public static string? Describing(string input, string? hint, string? error)
    {
        var ids = string.Join(' ', (string[])[.. error is null ? [] : (string[])[ErrorId(input)], .. hint is null ? [] : (string[])[HintId(input)]]);
        return ids.Length == 0 ? null : ids;
    }

    public static string? Invalid(string? error) => error is null ? null : "true";
}
