using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Console;

/// <summary>The words of the branding page.</summary>
public sealed record BrandingTexts
{
    public required string Title { get; init; }
    public required string Advice { get; init; }
    public required string Preview { get; init; }
    public required Func<string, string?> Done { get; init; }

    public required string LogoTitle { get; init; }
    public required Func<string, string> LogoAlternative { get; init; }
    public required string NoLogo { get; init; }
    public required string LogoFile { get; init; }
    public required string LogoHint { get; init; }
    public required string LogoMissing { get; init; }
    public required Func<int, string> LogoTooLarge { get; init; }
    public required string LogoKind { get; init; }
    public required string LogoSave { get; init; }
    public required string LogoRemove { get; init; }

    public required string AccentTitle { get; init; }
    public required string Accent { get; init; }
    public required string AccentHint { get; init; }
    public required string AccentFault { get; init; }
    public required Func<string, string, string> AccentContrast { get; init; }
    public required Func<string, string> AccentInstead { get; init; }
    public required string AccentSave { get; init; }
    public required Func<string, string> AccentNow { get; init; }
    public required string AccentNone { get; init; }

    public required string PreviewTitle { get; init; }
    public required string PreviewAdvice { get; init; }
    public required string PreviewAddress { get; init; }
    public required string PreviewBack { get; init; }

    static readonly BrandingTexts English = new()
    {
        Title = "Branding",
        Advice = "How sign-in pages look to people of this organization, once the page knows that it is theirs.",
        Preview = "Look at the sign-in page",
        Done = static what => what switch
        {
            BrandingInput.AccentDone => "The accent colour was saved. Sign-in pages show it within five seconds.",
            BrandingInput.LogoDone => "The logo was saved. Sign-in pages show it within five seconds.",
            BrandingInput.RemovedDone => "The logo was removed.",
            _ => null,
        },
        LogoTitle = "Logo",
        LogoAlternative = static name => $"The logo of {name}",
        NoLogo = "There is no logo. Pages show the mark of Gatehouse beside the organization’s name.",
        LogoFile = "Picture",
        LogoHint = "PNG, JPEG or WebP of at most 64 kB. It is shown 32 pixels tall beside the name; twice that height looks sharp everywhere.",
        LogoMissing = "Choose a file first.",
        LogoTooLarge = static kilobytes => $"The file is larger than {kilobytes} kB. Save it smaller: 64 pixels of height are enough.",
        LogoKind = "This is no PNG, JPEG or WebP, whatever its name says. SVG is not taken because it can hold script: save it as PNG.",
        LogoSave = "Save logo",
        LogoRemove = "Remove logo",
        AccentTitle = "Accent colour",
        Accent = "Colour (empty for Gatehouse’s green)",
        AccentHint = "Six hexadecimal digits, such as #7a2e8e. Buttons and links have it; the dark theme uses a lighter tone of it.",
        AccentFault = "Write the colour with six hexadecimal digits, such as #7a2e8e.",
        AccentContrast = static (entered, nearest) => $"White text on {entered} cannot be read. The nearest colour on which it can is {nearest}.",
        AccentInstead = static nearest => $"Use {nearest}",
        AccentSave = "Save colour",
        AccentNow = static hex => $"Now: #{hex}",
        AccentNone = "Now: Gatehouse’s green",
        PreviewTitle = "Sign in",
        PreviewAdvice = "This page looks as people of the organization see it. Nothing can be entered here.",
        PreviewAddress = "E-mail address",
        PreviewBack = "Back to branding",
    };

    static readonly BrandingTexts German = new()
    {
        Title = "Erscheinungsbild",
        Advice = "So sehen Anmeldeseiten für Leute dieser Organisation aus, sobald die Seite weiß, dass sie dazugehören.",
        Preview = "Anmeldeseite ansehen",
        Done = static what => what switch
        {
            BrandingInput.AccentDone => "Die Akzentfarbe wurde gespeichert. Anmeldeseiten zeigen sie binnen fünf Sekunden.",
            BrandingInput.LogoDone => "Das Logo wurde gespeichert. Anmeldeseiten zeigen es binnen fünf Sekunden.",
            BrandingInput.RemovedDone => "Das Logo wurde entfernt.",
            _ => null,
        },
        LogoTitle = "Logo",
        LogoAlternative = static name => $"Das Logo von {name}",
        NoLogo = "Es gibt kein Logo. Seiten zeigen das Zeichen von Gatehouse neben dem Namen der Organisation.",
        LogoFile = "Bild",
        LogoHint = "PNG, JPEG oder WebP mit höchstens 64 kB. Es steht 32 Pixel hoch neben dem Namen; die doppelte Höhe sieht überall scharf aus.",
        LogoMissing = "Wählen Sie zuerst eine Datei.",
        LogoTooLarge = static kilobytes => $"Die Datei ist größer als {kilobytes} kB. Speichern Sie sie kleiner: 64 Pixel Höhe genügen.",
        LogoKind = "Das ist kein PNG, JPEG oder WebP, wie auch immer die Datei heißt. SVG wird nicht angenommen, weil es Skripte enthalten kann: Speichern Sie es als PNG.",
        LogoSave = "Logo speichern",
        LogoRemove = "Logo entfernen",
        AccentTitle = "Akzentfarbe",
        Accent = "Farbe (leer für das Grün von Gatehouse)",
        AccentHint = "Sechs hexadezimale Ziffern, zum Beispiel #7a2e8e. Schaltflächen und Links haben sie; die dunkle Darstellung verwendet einen helleren Ton davon.",
        AccentFault = "Schreiben Sie die Farbe mit sechs hexadezimalen Ziffern, zum Beispiel #7a2e8e.",
        AccentContrast = static (entered, nearest) => $"Weiße Schrift auf {entered} ist nicht zu lesen. Die nächste Farbe, auf der sie es ist, ist {nearest}.",
        AccentInstead = static nearest => $"{nearest} verwenden",
        AccentSave = "Farbe speichern",
        AccentNow = static hex => $"Jetzt: #{hex}",
        AccentNone = "Jetzt: das Grün von Gatehouse",
        PreviewTitle = "Anmelden",
        PreviewAdvice = "So sehen Leute der Organisation diese Seite. Eingeben lässt sich hier nichts.",
        PreviewAddress = "E-Mail-Adresse",
        PreviewBack = "Zurück zum Erscheinungsbild",
    };

    public static BrandingTexts For(Language language) => language.Choose(English, German);
}
