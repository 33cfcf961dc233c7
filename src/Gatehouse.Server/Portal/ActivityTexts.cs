using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Portal;

/// <summary>The words for what happens to an account.</summary>
public sealed record ActivityTexts
{
    public required string Title { get; init; }
    public required string Advice { get; init; }
    public required string ByAdministrator { get; init; }
    public required Func<string, string> From { get; init; }
    public required string Older { get; init; }
    public required Func<string, string?, string> Event { get; init; }

    static readonly ActivityTexts English = new()
    {
        Title = "Activity",
        Advice = "What happened to your account. If you do not know something, end it under Devices and set a new password.",
        ByAdministrator = "by an administrator",
        From = static address => $"from {address}",
        Older = "Older",
        Event = static (action, detail) => action switch
        {
            "sign-in.succeeded" => "You signed in.",
            "sign-in.failed" => "A sign-in failed.",
            "sign-in.ended" => "A sign-in was ended.",
            "sign-in.others-ended" => "All other sign-ins were ended.",
            "password.changed" => "The password was changed.",
            "password.reset-requested" => "A link to set a new password was asked for.",
            "factor.added" => $"A second factor was added: {Factor(detail)}.",
            "factor.removed" => $"A second factor was removed: {Factor(detail)}.",
            "recovery-codes.renewed" => "New recovery codes were made.",
            "address.change-requested" => "A change of the address was asked for.",
            "address.changed" => "The address was changed.",
            "profile.changed" => "The profile was changed.",
            "data.downloaded" => "The account's data were downloaded.",
            "consent.given" => $"{detail} was allowed to know who you are.",
            "consent.refused" => $"{detail} was not allowed to know who you are.",
            "consent.withdrawn" => $"What {detail} was allowed was taken back.",
            "device.allowed" => $"A device was signed in to {detail}.",
            "device.refused" => $"A device was not let in to {detail}.",
            "user.created" => "The account was made.",
            "user.invited" => "A link to activate the account was sent.",
            "user.deactivated" => "The account was deactivated.",
            "user.activated" => "The account was activated.",
            "user.factors-reset" => "All second factors were removed.",
            "user.signed-out" => "All sign-ins were ended.",
            _ => action,
        },
    };

    static string Factor(string? kind) => kind switch
    {
        "passkey" => "passkey",
        "authenticator" => "authenticator app",
        "email" => "codes by mail",
        _ => "another one",
    };

    static readonly ActivityTexts German = new()
    {
        Title = "Aktivität",
        Advice = "Was mit Ihrem Konto geschah. Kennen Sie etwas nicht, beenden Sie es unter Geräte und setzen Sie ein neues Passwort.",
        ByAdministrator = "durch die Verwaltung",
        From = static address => $"von {address}",
        Older = "Ältere",
        Event = static (action, detail) => action switch
        {
            "sign-in.succeeded" => "Sie haben sich angemeldet.",
            "sign-in.failed" => "Eine Anmeldung ist gescheitert.",
            "sign-in.ended" => "Eine Anmeldung wurde beendet.",
            "sign-in.others-ended" => "Alle anderen Anmeldungen wurden beendet.",
            "password.changed" => "Das Passwort wurde geändert.",
            "password.reset-requested" => "Ein Link für ein neues Passwort wurde angefordert.",
            "factor.added" => $"Ein zweiter Faktor kam hinzu: {GermanFactor(detail)}.",
            "factor.removed" => $"Ein zweiter Faktor wurde entfernt: {GermanFactor(detail)}.",
            "recovery-codes.renewed" => "Neue Wiederherstellungscodes wurden erzeugt.",
            "address.change-requested" => "Eine Änderung der Adresse wurde angefordert.",
            "address.changed" => "Die Adresse wurde geändert.",
            "profile.changed" => "Das Profil wurde geändert.",
            "data.downloaded" => "Die Daten des Kontos wurden heruntergeladen.",
            "consent.given" => $"{detail} darf wissen, wer Sie sind.",
            "consent.refused" => $"{detail} darf nicht wissen, wer Sie sind.",
            "consent.withdrawn" => $"Was {detail} erlaubt war, wurde zurückgenommen.",
            "device.allowed" => $"Ein Gerät wurde bei {detail} angemeldet.",
            "device.refused" => $"Ein Gerät wurde bei {detail} nicht angemeldet.",
            "user.created" => "Das Konto wurde angelegt.",
            "user.invited" => "Ein Link zum Aktivieren des Kontos wurde gesendet.",
            "user.deactivated" => "Das Konto wurde deaktiviert.",
            "user.activated" => "Das Konto wurde aktiviert.",
            "user.factors-reset" => "Alle zweiten Faktoren wurden entfernt.",
            "user.signed-out" => "Alle Anmeldungen wurden beendet.",
            _ => action,
        },
    };

    static string GermanFactor(string? kind) => kind switch
    {
        "passkey" => "Passkey",
        "authenticator" => "Authenticator-App",
        "email" => "Codes per E-Mail",
        _ => "ein anderer",
    };

    public static ActivityTexts For(Language language) => language.Choose(English, German);
}
