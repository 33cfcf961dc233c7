using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Portal;

/// <summary>The words of the profile pages.</summary>
public sealed record ProfileTexts
{
    public required string Title { get; init; }
    public required string Advice { get; init; }
    public required Func<string, string?, string> ManagedTitle { get; init; }
    public required string ManagedAdvice { get; init; }
    public required string Name { get; init; }
    public required string DisplayName { get; init; }
    public required string GivenName { get; init; }
    public required string FamilyName { get; init; }
    public required string UserName { get; init; }
    public required string Address { get; init; }
    public required string Verified { get; init; }
    public required string Unverified { get; init; }
    public required string ChangeAddress { get; init; }
    public required string Language { get; init; }
    public required string LanguageHint { get; init; }
    public required string Groups { get; init; }
    public required string NoGroups { get; init; }
    public required string Save { get; init; }
    public required string Saved { get; init; }
    public required string Missing { get; init; }
    public required string TooLong { get; init; }
    public required string DataTitle { get; init; }
    public required string DataAdvice { get; init; }
    public required string Download { get; init; }
    public required string NewAddress { get; init; }
    public required string NewAddressAdvice { get; init; }
    public required string NewAddressSame { get; init; }
    public required string TooManyMails { get; init; }
    public required string SendLink { get; init; }
    public required Func<string, string> LinkSent { get; init; }

    static readonly ProfileTexts English = new()
    {
        Title = "Profile",
        Advice = "What applications and colleagues know of you.",
        ManagedTitle = static (organization, connection) => connection is null
            ? $"{organization} keeps your profile"
            : $"{organization} keeps your profile, through the connection {connection}",
        ManagedAdvice = "It comes from your organization's directory and is changed there. Ask your IT department when something is wrong.",
        Name = "Name",
        DisplayName = "Name that others see",
        GivenName = "First name",
        FamilyName = "Last name",
        UserName = "User name",
        Address = "E-mail address",
        Verified = "verified",
        Unverified = "not verified",
        ChangeAddress = "Change the address",
        Language = "Language",
        LanguageHint = "Of these pages and of mails.",
        Groups = "Groups",
        NoGroups = "none",
        Save = "Save",
        Saved = "Your profile is saved.",
        Missing = "Enter the name that others see.",
        TooLong = "This is too long. Use at most 100 characters.",
        DataTitle = "Your data",
        DataAdvice = "Everything that is kept about your account, as a file for programs to read (JSON).",
        Download = "Download",
        NewAddress = "New e-mail address",
        NewAddressAdvice = "A link is sent to the new address. Until you open it, the old one stays.",
        NewAddressSame = "This is your address already.",
        TooManyMails = "There were too many mails to this address. Try again in an hour.",
        SendLink = "Send link",
        LinkSent = static address => $"A link was sent to {address}. It works for an hour.",
    };

    static readonly ProfileTexts German = new()
    {
        Title = "Profil",
        Advice = "Was Anwendungen und Kollegen von Ihnen wissen.",
        ManagedTitle = static (organization, connection) => connection is null
            ? $"{organization} führt Ihr Profil"
            : $"{organization} führt Ihr Profil, über die Verbindung {connection}",
        ManagedAdvice = "Es kommt aus dem Verzeichnis Ihrer Organisation und wird dort geändert. Fragen Sie Ihre IT-Abteilung, wenn etwas nicht stimmt.",
        Name = "Name",
        DisplayName = "Name, den andere sehen",
        GivenName = "Vorname",
        FamilyName = "Nachname",
        UserName = "Benutzername",
        Address = "E-Mail-Adresse",
        Verified = "bestätigt",
        Unverified = "nicht bestätigt",
        ChangeAddress = "Adresse ändern",
        Language = "Sprache",
        LanguageHint = "Dieser Seiten und der E-Mails.",
        Groups = "Gruppen",
        NoGroups = "keine",
        Save = "Speichern",
        Saved = "Ihr Profil ist gespeichert.",
        Missing = "Geben Sie den Namen ein, den andere sehen.",
        TooLong = "Das ist zu lang. Verwenden Sie höchstens 100 Zeichen.",
        DataTitle = "Ihre Daten",
        DataAdvice = "Alles, was zu Ihrem Konto gespeichert ist, als Datei zum Weiterverarbeiten (JSON).",
        Download = "Herunterladen",
        NewAddress = "Neue E-Mail-Adresse",
        NewAddressAdvice = "An die neue Adresse wird ein Link gesendet. Bis Sie ihn öffnen, bleibt es bei der alten.",
        NewAddressSame = "Das ist schon Ihre Adresse.",
        TooManyMails = "An diese Adresse gingen zu viele E-Mails. Versuchen Sie es in einer Stunde wieder.",
        SendLink = "Link senden",
        LinkSent = static address => $"Ein Link wurde an {address} gesendet. Er gilt eine Stunde.",
    };

    public static ProfileTexts For(Language language) => language.Choose(English, German);
}
