using System.Globalization;

namespace Gatehouse.Server.Ui;

/// <summary>A language pages speak. English and German are equals: a text exists in both, or it does not compile.</summary>
public sealed record Language
{
    public static readonly Language English = new("en", "English", "en-GB");
    public static readonly Language German = new("de", "Deutsch", "de-DE");

    public static readonly IReadOnlyList<Language> All = [English, German];

    Language(string code, string ownName, string culture)
    {
        Code = code;
        OwnName = ownName;
        Culture = CultureInfo.GetCultureInfo(culture);
    }

    /// <summary>As in the lang attribute (BCP 47).</summary>
    public string Code { get; }

    /// <summary>What its speakers call it.</summary>
    public string OwnName { get; }

    /// <summary>How it writes dates and numbers.</summary>
    public CultureInfo Culture { get; }

    /// <summary>For texts: <c>language.Choose(english, german)</c>.</summary>
    public T Choose<T>(T english, T german) => this == German ? german : english;

    public static Language? Find(string? code) =>
        All.FirstOrDefault(language => language.Code.Equals(code, StringComparison.OrdinalIgnoreCase));

    /// <summary>Lets an endpoint take the reader's language as a parameter.</summary>
    public static ValueTask<Language?> BindAsync(HttpContext http) => ValueTask.FromResult<Language?>(LanguageSelection.Of(http));
}
