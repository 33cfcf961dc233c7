namespace Gatehouse.Server.Console;

/// <summary>What people enter in forms, before anything is known about it.</summary>
static class FormText
{
    /// <summary>Whether a text is something to read, on one line.</summary>
    public static bool IsLine(string text, int longest) => text.Length <= longest && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);

    /// <summary>A field's value without blanks around it; of a field that was sent twice the last one.</summary>
    public static string Line(this IFormCollection form, string field) => form[field].LastOrDefault()?.Trim() ?? "";

    /// <summary>The lines of a field with several, without empty and repeated ones.</summary>
    public static IReadOnlyList<string> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
}
