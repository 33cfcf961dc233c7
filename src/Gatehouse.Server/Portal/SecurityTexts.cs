using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Portal;

/// <summary>The words of the security pages.</summary>
public sealed record SecurityTexts
{
    public required string Title { get; init; }
    public required string Advice { get; init; }
    public required string Password { get; init; }
    public required string HasPassword { get; init; }
    public required string NoPassword { get; init; }
    public required string ChangePassword { get; init; }
    public required string ChangePasswordAdvice { get; init; }
    public required string Passkeys { get; init; }
    public required string PasskeysAdvice { get; init; }
    public required string PasskeysNeedDomain { get; init; }
    public required string AddPasskey { get; init; }
    public required string PasskeyName { get; init; }
    public required string PasskeyNameHint { get; init; }
    public required string Authenticators { get; init; }
    public required string NoAuthenticator { get; init; }
    public required string AddAuthenticator { get; init; }
    public required string Authenticator { get; init; }
    public required string Mail { get; init; }
    public required Func<string, string> MailOn { get; init; }
    public required string MailOff { get; init; }
    public required string TurnOn { get; init; }
    public required string TurnOff { get; init; }
    public required string Codes { get; init; }
    public required Func<int, string> CodesLeft { get; init; }
    public required string RenewCodes { get; init; }
    public required string Providers { get; init; }
    public required Func<string, string> NoProvider { get; init; }
    public required string ProvidersAdvice { get; init; }
    public required Func<string, string> ProvidersOnly { get; init; }
    public required string Linked { get; init; }
    public required string Name { get; init; }
    public required string Added { get; init; }
    public required string LastUsed { get; init; }
    public required string Never { get; init; }
    public required string Remove { get; init; }
    public required Func<string, string> RemoveNamed { get; init; }
    public required string LastFactor { get; init; }
    public required string Back { get; init; }
    public required Func<string?, string?> Done { get; init; }

    static readonly SecurityTexts English = new()
    {
        Title = "Security",
        Advice = "How you prove that it is you. Changes here ask you to sign in again first.",
        Password = "Password",
        HasPassword = "You have a password.",
        NoPassword = "You have no password.",
        ChangePassword = "Set a new password",
        ChangePasswordAdvice = "All your other sign-ins end.",
        Passkeys = "Passkeys",
        PasskeysAdvice = "A passkey in your device or password manager replaces password and code.",
        PasskeysNeedDomain = "Passkeys need a server that is reached by a name, and this one is reached by a number.",
        AddPasskey = "Add a passkey",
        PasskeyName = "Name",
        PasskeyNameHint = "So that you recognise it later.",
        Authenticators = "Authenticator apps",
        NoAuthenticator = "None is connected.",
        AddAuthenticator = "Connect an app",
        Authenticator = "Authenticator app",
        Mail = "Codes by mail",
        MailOn = static address => $"Codes can be sent to {address}.",
        MailOff = "Not in use.",
        TurnOn = "Use codes by mail",
        TurnOff = "Stop using them",
        Codes = "Recovery codes",
        CodesLeft = static left => left switch
        {
            0 => "You have none. Without them, a lost phone keeps you out.",
            1 => "One is left.",
            _ => $"{left} are left.",
        },
        RenewCodes = "Make new codes",
        Providers = "Sign-in through your organization",
        NoProvider = static organization => $"{organization} has connected no identity provider of its own, so you sign in with an account here.",
        ProvidersAdvice = "You can come in by these pages of your organization.",
        ProvidersOnly = static organization => $"{organization} lets its people in by its own sign-in page only. There are no passwords and factors here for you to look after; your IT department does that.",
        Linked = "Linked",
        Name = "Name",
        Added = "Added",
        LastUsed = "Last used",
        Never = "never",
        Remove = "Remove",
        RemoveNamed = static name => $"Remove {name}",
        LastFactor = "This is your only second factor, and everybody here needs one. Add another one first.",
        Back = "Security",
        Done = static what => what switch
        {
            "password" => "Your password is changed. Other sign-ins have ended.",
            "added" => "Added. You can sign in with it from now on.",
            "removed" => "Removed. It opens nothing any more.",
            _ => null,
        },
    };

    static readonly SecurityTexts German = new()
    {
        Title = "Sicherheit",
        Advice = "Womit Sie beweisen, dass Sie es sind. Vor Änderungen hier melden Sie sich noch einmal an.",
        Password = "Passwort",
        HasPassword = "Sie haben ein Passwort.",
        NoPassword = "Sie haben kein Passwort.",
        ChangePassword = "Neues Passwort setzen",
        ChangePasswordAdvice = "Alle Ihre anderen Anmeldungen enden.",
        Passkeys = "Passkeys",
        PasskeysAdvice = "Ein Passkey in Ihrem Gerät oder Passwortmanager ersetzt Passwort und Code.",
        PasskeysNeedDomain = "Passkeys brauchen einen Server, der unter einem Namen erreichbar ist; dieser ist es unter einer Nummer.",
        AddPasskey = "Passkey hinzufügen",
        PasskeyName = "Name",
        PasskeyNameHint = "Damit Sie ihn später wiedererkennen.",
        Authenticators = "Authenticator-Apps",
        NoAuthenticator = "Keine ist verbunden.",
        AddAuthenticator = "App verbinden",
        Authenticator = "Authenticator-App",
        Mail = "Codes per E-Mail",
        MailOn = static address => $"Codes können an {address} gesendet werden.",
        MailOff = "Nicht in Gebrauch.",
        TurnOn = "Codes per E-Mail verwenden",
        TurnOff = "Nicht mehr verwenden",
        Codes = "Wiederherstellungscodes",
        CodesLeft = static left => left switch
        {
            0 => "Sie haben keine. Ohne sie kommen Sie mit einem verlorenen Telefon nicht mehr hinein.",
            1 => "Einer ist übrig.",
            _ => $"{left} sind übrig.",
        },
        RenewCodes = "Neue Codes erzeugen",
        Providers = "Anmeldung über Ihre Organisation",
        NoProvider = static organization => $"{organization} hat keinen eigenen Identitätsanbieter verbunden, deshalb melden Sie sich mit einem Konto hier an.",
        ProvidersAdvice = "Über diese Seiten Ihrer Organisation kommen Sie herein.",
        ProvidersOnly = static organization => $"{organization} lässt ihre Leute nur über die eigene Anmeldeseite herein. Hier gibt es keine Passwörter und Faktoren, um die Sie sich kümmern müssten; das macht Ihre IT-Abteilung.",
        Linked = "Verbunden",
        Name = "Name",
        Added = "Hinzugefügt",
        LastUsed = "Zuletzt verwendet",
        Never = "nie",
        Remove = "Entfernen",
        RemoveNamed = static name => $"{name} entfernen",
        LastFactor = "Das ist Ihr einziger zweiter Faktor, und hier brauchen alle einen. Fügen Sie zuerst einen anderen hinzu.",
        Back = "Sicherheit",
        Done = static what => what switch
        {
            "password" => "Ihr Passwort ist geändert. Andere Anmeldungen sind beendet.",
            "added" => "Hinzugefügt. Sie können sich von jetzt an damit anmelden.",
            "removed" => "Entfernt. Damit kommt niemand mehr hinein.",
            _ => null,
        },
    };

    public static SecurityTexts For(Language language) => language.Choose(English, German);
}
