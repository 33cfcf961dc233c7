using System.Globalization;

namespace Gatehouse.Server.Commands;

/// <summary>Durations as people type them: 90d, 12h, 30m.</summary>
static class Lifetime
{
    /// <exception cref="CommandException">Not a duration, or outside of the bounds.</exception>
    public static TimeSpan Parse(string text, TimeSpan shortest, TimeSpan longest)
    {
        var unit = text.Length > 0 ? text[^1] : ' ';
        if (!int.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || unit is not ('d' or 'h' or 'm'))
            throw new CommandException($"'{text}' is not a duration. Write it like 365d, 12h or 30m.");

        // Compared as a number: a TimeSpan has no room for what people can type.
        var minutes = number * unit switch { 'd' => 24L * 60, 'h' => 60, _ => 1 };
        return minutes >= shortest.TotalMinutes && minutes <= longest.TotalMinutes
            ? TimeSpan.FromMinutes(minutes)
            : throw new CommandException($"'{text}' must be at least {Format(shortest)} and at most {Format(longest)}.");
    }

    static string Format(TimeSpan span) =>
        span.TotalDays > 2 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0}d")
        : span.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0}h")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0}m");
}
