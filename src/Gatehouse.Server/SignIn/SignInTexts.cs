using Gatehouse.Server.Ui;

namespace Gatehouse.Server.SignIn;

/// <summary>The words of the sign-in pages.</summary>
public sealed record SignInTexts
{
    public required string Title { get; init; }
    public required string Advice { get; init; }
    public required string Address { get; init; }
    public required string AddressFault { get; init; }
    public required string Continue { get; init; }

    public required string PasswordTitle { get; init; }
    public required string Password { get; init; }
    public required string PasswordWrong { get; init; }
    public required string Forgotten { get; init; }
    public required string OtherAddress { get; init; }
    public required Func<TimeSpan, string> Wait { get; init; }

    public required string FactorTitle { get; init; }
    public required string AuthenticatorAdvice { get; init; }
    public required string AuthenticatorCode { get; init; }
    public required Func<string, string> MailedAdvice { get; init; }
    public required string MailedCode { get; init; }
    public required string RecoveryAdvice { get; init; }
    public required string RecoveryCode { get; init; }
    public required string CodeWrong { get; init; }
    public required string SendAgain { get; init; }
    public required string UseAuthenticator { get; init; }
    public required string UseMail { get; init; }
    public required string UseRecoveryCode { get; init; }

    public required string SetUpTitle { get; init; }
    public required string SetUpAdvice { get; init; }
    public required string SetUpAuthenticator { get; init; }
    public required string SetUpMail { get; init; }
    public required string ScanTitle { get; init; }
    public required string ScanAdvice { get; init; }
    public required string ScanAlternative { get; init; }
    public required string SecretLabel { get; init; }
    public required string Confirm { get; init; }

    public required string UsePasskey { get; init; }
    public required string PasskeyAdvice { get; init; }
    public required string PasskeyFailed { get; init; }
    public required string PasskeyUnknown { get; init; }
    public required string SetUpPasskey { get; init; }
    public required string SetUpPasskeyAdvice { get; init; }
    public required string CreatePasskey { get; init; }
    public required string CreatePasskeyFailed { get; init; }
    public required string ScriptNeeded { get; init; }
    public required string OtherWay { get; init; }

    public required string CodesTitle { get; init; }
    public required string CodesAdvice { get; init; }
    public required string CodesStored { get; init; }

    public required string NewPasswordTitle { get; init; }
    public required Func<int, string> NewPasswordAdvice { get; init; }
    public required string NewPassword { get; init; }
    public required string SavePassword { get; init; }
    public required Func<PasswordFault, string> Fault { get; init; }
    public required string LinkDeadTitle { get; init; }
    public required string LinkDeadAdvice { get; init; }

    public required string NewAddressTitle { get; init; }
    public required string NewAddressBefore { get; init; }
    public required string NewAddressAfter { get; init; }
    public required string NewAddressConfirm { get; init; }
    public required string NewAddressDoneTitle { get; init; }
    public required string NewAddressDoneAdvice { get; init; }
    public required string NewAddressTakenTitle { get; init; }
    public required string NewAddressTakenAdvice { get; init; }

    public required string ElsewhereTitle { get; init; }
    public required string ElsewhereAdvice { get; init; }

    public required string ForgottenTitle { get; init; }
    public required string ForgottenAdvice { get; init; }
    public required string Send { get; init; }
    public required string SentTitle { get; init; }
    public required string SentAdvice { get; init; }
    public required string ToSignIn { get; init; }

    public required string SignOutTitle { get; init; }
    public required string SignOutAdvice { get; init; }
    public required string SignOut { get; init; }
    public required string SignOutElsewhere { get; init; }
    public required string SignedOutTitle { get; init; }
    public required string SignedOutAdvice { get; init; }

    static readonly SignInTexts English = new()
    {
        Title = "Sign in",
        Advice = "Use the address that your organization knows you by.",
        Address = "E-mail address",
        AddressFault = "Enter a whole e-mail address, such as mira@contoso.example.",
        Continue = "Continue",
        PasswordTitle = "Enter your password",
        Password = "Password",
        PasswordWrong = "Address and password do not belong together. Check both, or set a new password.",
        Forgotten = "Forgotten your password?",
        OtherAddress = "Use another address",
        Wait = static wait => $"There were too many tries. Try again in {(Minutes(wait) == 1 ? "a minute" : Minutes(wait) + " minutes")}.",
        FactorTitle = "Confirm that it is you",
        AuthenticatorAdvice = "Open your authenticator app and enter the code it shows for this account.",
        AuthenticatorCode = "Code from the app",
        MailedAdvice = static address => $"A code was sent to {address}. It works for ten minutes.",
        MailedCode = "Code from the mail",
        RecoveryAdvice = "Enter one of the recovery codes that you stored. Each works once.",
        RecoveryCode = "Recovery code",
        CodeWrong = "This code is not right, or no longer. Enter the present one.",
        SendAgain = "Send another code",
        UseAuthenticator = "Use the authenticator app",
        UseMail = "Send a code by mail",
        UseRecoveryCode = "Use a recovery code",
        SetUpTitle = "Protect your account",
        SetUpAdvice = "A password alone can be guessed or stolen. Choose what else you will sign in with.",
        SetUpAuthenticator = "Authenticator app",
        SetUpMail = "Codes by mail",
        ScanTitle = "Connect your authenticator app",
        ScanAdvice = "Scan this picture with the app, then enter the code that it shows.",
        ScanAlternative = "A QR code. If you cannot scan it, enter the key below in the app.",
        SecretLabel = "Key, for typing in",
        Confirm = "Confirm",
        UsePasskey = "Use a passkey",
        PasskeyAdvice = "Confirm with your fingerprint, face, screen lock or security key.",
        PasskeyFailed = "The browser did not use a passkey. Try again, or sign in another way.",
        PasskeyUnknown = "This passkey is not known here, or not any more. Try again, or sign in another way.",
        SetUpPasskey = "Passkey",
        SetUpPasskeyAdvice = "A passkey lives in this device, or in your password manager. You sign in with your fingerprint, face or screen lock, and it cannot be guessed or passed on.",
        CreatePasskey = "Create a passkey",
        CreatePasskeyFailed = "No passkey was created. Try again, or choose another way.",
        ScriptNeeded = "Your browser runs no script here, or knows no passkeys. Choose another way.",
        OtherWay = "Choose another way",
        CodesTitle = "Store your recovery codes",
        CodesAdvice = "They let you in when your phone is lost. Each works once, and they are not shown again.",
        CodesStored = "I have stored them",
        NewPasswordTitle = "Choose your password",
        NewPasswordAdvice = static length => $"At least {length} characters. Several words are easier to remember than signs and figures.",
        NewPassword = "New password",
        SavePassword = "Save password",
        Fault = static fault => fault switch
        {
            PasswordFault.TooShort => "This is too short. Use at least 12 characters.",
            PasswordFault.TooLong => "This is too long. Use at most 1,024 bytes.",
            PasswordFault.TooPersonal => "This is made of your name or your organization's. Choose something that nobody can derive.",
            PasswordFault.Breached => "This password has leaked from another service and is on lists of attackers. Choose another one.",
            _ => "This is among the first that attackers try. Choose another one.",
        },
        LinkDeadTitle = "This link works no longer",
        LinkDeadAdvice = "It was used, is too old, or a newer one was sent. Ask for another one on the sign-in page.",
        NewAddressTitle = "Change your address?",
        NewAddressBefore = "Until now",
        NewAddressAfter = "From now on",
        NewAddressConfirm = "Change address",
        NewAddressDoneTitle = "Your address is changed",
        NewAddressDoneAdvice = "Sign in with the new one from now on. The old one was told.",
        NewAddressTakenTitle = "The address is taken",
        NewAddressTakenAdvice = "Somebody else of your organization uses it here. Nothing was changed. Ask your IT department.",
        ElsewhereTitle = "Sign in at your organization",
        ElsewhereAdvice = "Your organization lets its people in by its own sign-in page only. Enter your address again, and you are taken there.",
        ForgottenTitle = "Set a new password",
        ForgottenAdvice = "Enter your address. If it has an account here, a link to set a new password is sent to it.",
        Send = "Send link",
        SentTitle = "Look into your mail",
        SentAdvice = "If the address has an account here, a link is on its way to it. It works for an hour.",
        ToSignIn = "To the sign-in page",
        SignOutTitle = "Sign out?",
        SignOutAdvice = "You will have to sign in again here. Applications may keep their own sign-in.",
        SignOut = "Sign out",
        SignOutElsewhere = "Sign out of my organization too",
        SignedOutTitle = "You are signed out",
        SignedOutAdvice = "Close the browser if others use this computer.",
    };

    static readonly SignInTexts German = new()
    {
        Title = "Anmelden",
        Advice = "Verwenden Sie die Adresse, unter der Ihre Organisation Sie kennt.",
        Address = "E-Mail-Adresse",
        AddressFault = "Geben Sie eine vollständige E-Mail-Adresse ein, zum Beispiel mira@contoso.example.",
        Continue = "Weiter",
        PasswordTitle = "Passwort eingeben",
        Password = "Passwort",
        PasswordWrong = "Adresse und Passwort gehören nicht zusammen. Prüfen Sie beide, oder setzen Sie ein neues Passwort.",
        Forgotten = "Passwort vergessen?",
        OtherAddress = "Andere Adresse verwenden",
        Wait = static wait => $"Es gab zu viele Versuche. Versuchen Sie es in {(Minutes(wait) == 1 ? "einer Minute" : Minutes(wait) + " Minuten")} wieder.",
        FactorTitle = "Bestätigen Sie, dass Sie es sind",
        AuthenticatorAdvice = "Öffnen Sie Ihre Authenticator-App und geben Sie den Code ein, den sie für dieses Konto zeigt.",
        AuthenticatorCode = "Code aus der App",
        MailedAdvice = static address => $"Ein Code wurde an {address} gesendet. Er gilt zehn Minuten.",
        MailedCode = "Code aus der E-Mail",
        RecoveryAdvice = "Geben Sie einen der aufbewahrten Wiederherstellungscodes ein. Jeder gilt einmal.",
        RecoveryCode = "Wiederherstellungscode",
        CodeWrong = "Dieser Code stimmt nicht oder nicht mehr. Geben Sie den aktuellen ein.",
        SendAgain = "Neuen Code senden",
        UseAuthenticator = "Authenticator-App verwenden",
        UseMail = "Code per E-Mail senden",
        UseRecoveryCode = "Wiederherstellungscode verwenden",
        SetUpTitle = "Schützen Sie Ihr Konto",
        SetUpAdvice = "Ein Passwort allein kann erraten oder gestohlen werden. Wählen Sie, womit Sie sich außerdem anmelden.",
        SetUpAuthenticator = "Authenticator-App",
        SetUpMail = "Codes per E-Mail",
        ScanTitle = "Authenticator-App verbinden",
        ScanAdvice = "Erfassen Sie dieses Bild mit der App und geben Sie den Code ein, den sie zeigt.",
        ScanAlternative = "Ein QR-Code. Wenn Sie ihn nicht erfassen können, geben Sie den Schlüssel darunter in die App ein.",
        SecretLabel = "Schlüssel zum Eintippen",
        Confirm = "Bestätigen",
        UsePasskey = "Passkey verwenden",
        PasskeyAdvice = "Bestätigen Sie mit Fingerabdruck, Gesicht, Bildschirmsperre oder Sicherheitsschlüssel.",
        PasskeyFailed = "Der Browser hat keinen Passkey verwendet. Versuchen Sie es noch einmal, oder melden Sie sich anders an.",
        PasskeyUnknown = "Dieser Passkey ist hier nicht oder nicht mehr bekannt. Versuchen Sie es noch einmal, oder melden Sie sich anders an.",
        SetUpPasskey = "Passkey",
        SetUpPasskeyAdvice = "Ein Passkey liegt in diesem Gerät oder in Ihrem Passwortmanager. Sie melden sich mit Fingerabdruck, Gesicht oder Bildschirmsperre an; er lässt sich weder erraten noch weitergeben.",
        CreatePasskey = "Passkey erstellen",
        CreatePasskeyFailed = "Es wurde kein Passkey erstellt. Versuchen Sie es noch einmal, oder wählen Sie einen anderen Weg.",
        ScriptNeeded = "Ihr Browser führt hier kein Skript aus oder kennt keine Passkeys. Wählen Sie einen anderen Weg.",
        OtherWay = "Anderen Weg wählen",
        CodesTitle = "Bewahren Sie diese Codes auf",
        CodesAdvice = "Mit diesen Wiederherstellungscodes kommen Sie hinein, wenn Ihr Telefon verloren ist. Jeder gilt einmal, und sie werden nicht wieder gezeigt.",
        CodesStored = "Ich habe sie aufbewahrt",
        NewPasswordTitle = "Wählen Sie Ihr Passwort",
        NewPasswordAdvice = static length => $"Mindestens {length} Zeichen. Mehrere Wörter sind leichter zu merken als Zeichen und Ziffern.",
        NewPassword = "Neues Passwort",
        SavePassword = "Passwort speichern",
        Fault = static fault => fault switch
        {
            PasswordFault.TooShort => "Das ist zu kurz. Verwenden Sie mindestens 12 Zeichen.",
            PasswordFault.TooLong => "Das ist zu lang. Verwenden Sie höchstens 1.024 Bytes.",
            PasswordFault.TooPersonal => "Das besteht aus Ihrem Namen oder dem Ihrer Organisation. Wählen Sie etwas, das niemand ableiten kann.",
            PasswordFault.Breached => "Dieses Passwort ist bei einem anderen Dienst bekannt geworden und steht auf Listen von Angreifern. Wählen Sie ein anderes.",
            _ => "Das gehört zu den ersten, die Angreifer versuchen. Wählen Sie ein anderes.",
        },
        LinkDeadTitle = "Dieser Link gilt nicht mehr",
        LinkDeadAdvice = "Er wurde verwendet, ist zu alt, oder ein neuerer wurde gesendet. Fordern Sie auf der Anmeldeseite einen anderen an.",
        NewAddressTitle = "Adresse ändern?",
        NewAddressBefore = "Bisher",
        NewAddressAfter = "Von jetzt an",
        NewAddressConfirm = "Adresse ändern",
        NewAddressDoneTitle = "Ihre Adresse ist geändert",
        NewAddressDoneAdvice = "Melden Sie sich von jetzt an mit der neuen an. Die alte wurde benachrichtigt.",
        NewAddressTakenTitle = "Die Adresse ist vergeben",
        NewAddressTakenAdvice = "Jemand anderes in Ihrer Organisation verwendet sie hier. Es wurde nichts geändert. Fragen Sie Ihre IT-Abteilung.",
        ElsewhereTitle = "Melden Sie sich bei Ihrer Organisation an",
        ElsewhereAdvice = "Ihre Organisation lässt ihre Leute nur über die eigene Anmeldeseite herein. Geben Sie Ihre Adresse noch einmal ein; Sie werden dorthin geführt.",
        ForgottenTitle = "Neues Passwort setzen",
        ForgottenAdvice = "Geben Sie Ihre Adresse ein. Hat sie hier ein Konto, wird ein Link zum Setzen eines neuen Passworts dorthin gesendet.",
        Send = "Link senden",
        SentTitle = "Sehen Sie in Ihre E-Mail",
        SentAdvice = "Hat die Adresse hier ein Konto, ist ein Link dorthin unterwegs. Er gilt eine Stunde.",
        ToSignIn = "Zur Anmeldeseite",
        SignOutTitle = "Abmelden?",
        SignOutAdvice = "Sie müssen sich hier wieder anmelden. Anwendungen behalten womöglich ihre eigene Anmeldung.",
        SignOut = "Abmelden",
        SignOutElsewhere = "Auch bei der Organisation abmelden",
        SignedOutTitle = "Sie sind abgemeldet",
        SignedOutAdvice = "Schließen Sie den Browser, wenn andere diesen Rechner verwenden.",
    };

    public static SignInTexts For(Language language) => language.Choose(English, German);

    static int Minutes(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes));
}
