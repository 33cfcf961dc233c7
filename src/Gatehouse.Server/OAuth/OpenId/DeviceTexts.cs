using Gatehouse.Server.Ui;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>The words of the pages that let a device in.</summary>
public sealed record DeviceTexts
{
    public required string Title { get; init; }
    public required string Advice { get; init; }
    public required string Code { get; init; }
    public required string Continue { get; init; }
    public required string Unknown { get; init; }
    public required string Wait { get; init; }
    public required Func<string, string> ConfirmTitle { get; init; }
    public required string Warning { get; init; }
    public required string CodeShown { get; init; }
    public required string Source { get; init; }
    public required string Gets { get; init; }
    public required string Allow { get; init; }
    public required string Deny { get; init; }
    public required string DoneTitle { get; init; }
    public required string DoneAdvice { get; init; }
    public required string RefusedTitle { get; init; }
    public required string RefusedAdvice { get; init; }

    static readonly DeviceTexts English = new()
    {
        Title = "Connect a device",
        Advice = "Enter the code that the device in front of you shows.",
        Code = "Code",
        Continue = "Continue",
        Unknown = "This code is not known, or not any more. Check it, or have the device show a new one.",
        Wait = "There were too many wrong codes. Wait a minute, then try again.",
        ConfirmTitle = static name => $"Sign {name} in as you?",
        Warning = "Only go on if you started this yourself, on a device in front of you. If somebody sent you the code or a link, it is their device that would be signed in as you.",
        CodeShown = "The device shows",
        Source = "It asked from",
        Gets = "It learns",
        Allow = "Sign the device in",
        Deny = "That was not me",
        DoneTitle = "The device is signed in",
        DoneAdvice = "Go on there. You can close this page.",
        RefusedTitle = "The device was not let in",
        RefusedAdvice = "If somebody asked you for this, tell your IT department.",
    };

    static readonly DeviceTexts German = new()
    {
        Title = "Gerät verbinden",
        Advice = "Geben Sie den Code ein, den das Gerät vor Ihnen zeigt.",
        Code = "Code",
        Continue = "Weiter",
        Unknown = "Dieser Code ist nicht oder nicht mehr bekannt. Prüfen Sie ihn, oder lassen Sie das Gerät einen neuen zeigen.",
        Wait = "Es gab zu viele falsche Codes. Warten Sie eine Minute und versuchen Sie es dann wieder.",
        ConfirmTitle = static name => $"{name} als Sie anmelden?",
        Warning = "Machen Sie nur weiter, wenn Sie das selbst begonnen haben, an einem Gerät vor Ihnen. Hat Ihnen jemand den Code oder einen Link gesendet, dann würde dessen Gerät als Sie angemeldet.",
        CodeShown = "Das Gerät zeigt",
        Source = "Es fragte von",
        Gets = "Es erfährt",
        Allow = "Gerät anmelden",
        Deny = "Das war ich nicht",
        DoneTitle = "Das Gerät ist angemeldet",
        DoneAdvice = "Machen Sie dort weiter. Sie können diese Seite schließen.",
        RefusedTitle = "Das Gerät wurde nicht angemeldet",
        RefusedAdvice = "Hat Sie jemand darum gebeten, sagen Sie Ihrer IT-Abteilung Bescheid.",
    };

    public static DeviceTexts For(Language language) => language.Choose(English, German);
}
