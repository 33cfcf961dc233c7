namespace Gatehouse.Server.Console;

/// <summary>What is to be confirmed by typing a word, because it takes something away.</summary>
public sealed record Confirmation
{
    public required string Title { get; init; }

    /// <summary>What will happen, and what will not.</summary>
    public required string Advice { get; init; }

    /// <summary>What has to be typed.</summary>
    public required string Word { get; init; }

    /// <summary>What was typed and is not the word; null before anything was.</summary>
    public string? Entered { get; init; }

    public required string Button { get; init; }

    public required string Action { get; init; }

    public required string Cancel { get; init; }

    /// <summary>Blanks count once: browsers show no more of them.</summary>
    internal static bool IsGiven(string? entered, string word) => string.Equals(Shown(entered ?? ""), Shown(word), StringComparison.Ordinal);

    static string Shown(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
