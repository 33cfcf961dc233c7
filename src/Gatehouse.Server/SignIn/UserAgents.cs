using Gatehouse.Server.Ui;

namespace Gatehouse.Server.SignIn;

/// <summary>Browsers and systems by the words people use for them: "Firefox on Windows". A hint for recognising one's own, not a fact.</summary>
static class UserAgents
{
    // The first that fits: later browsers name the earlier ones too.
    static readonly (string Mark, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari")];

    static readonly (string Mark, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static string Describe(string? agent, Language language)
    {
        var (browser, system) = (NameIn(Browsers, agent), NameIn(Systems, agent));
        return (browser, system) switch
        {
            (null, null) => language.Choose("Unknown device", "Unbekanntes Gerät"),
            (null, _) => system,
            (_, null) => browser,
            _ => language.Choose($"{browser} on {system}", $"{browser} unter {system}"),
        };
    }

    static string? NameIn((string Mark, string Name)[] known, string? agent) =>
        agent is null ? null : known.FirstOrDefault(one => agent.Contains(one.Mark, StringComparison.Ordinal)).Name;
}
