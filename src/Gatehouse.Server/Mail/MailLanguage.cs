using System.Globalization;

namespace Gatehouse.Server.Mail;

/// <summary>The languages that mails are written in.</summary>
static class MailLanguage
{
    public const string English = "en";
    public const string German = "de";

    /// <returns>The language of ours that a person likes best, by the weights of RFC 9110 §12.5.4; English when there is none.</returns>
    public static string Of(string? preferredLanguage) =>
        (preferredLanguage ?? "").Split(',', StringSplitOptions.TrimEntries)
            .Select(static range => range.Split(';', StringSplitOptions.TrimEntries))
            .Select(static parts => (Language: parts[0].Split('-', '_')[0].ToLowerInvariant(), Weight: WeightOf(parts)))
            .Where(static range => range is { Language: English or German, Weight: > 0 })
            .OrderByDescending(static range => range.Weight)
            .Select(static range => range.Language)
            .FirstOrDefault(English);

    static decimal WeightOf(string[] parts)
    {
        if (Array.Find(parts, static part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase)) is not { } weight)
            return 1;

        return decimal.TryParse(weight.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
