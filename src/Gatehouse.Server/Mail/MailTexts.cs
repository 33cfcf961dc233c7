using static Gatehouse.Server.Mail.MailLayout;

namespace Gatehouse.Server.Mail;

/// <summary>
/// The words of every mail, in English and German. Each says what happened and what to do; sentences stand here whole, because languages
/// put them together differently.
/// </summary>
static class MailTexts
{
    /// <summary>To a person for whom an account was made.</summary>
    public static OutgoingMail Activation(Addressee to, string organization, Uri link, TimeSpan validFor) => to.Language switch
    {
        MailLanguage.German => new MailLayout(to, "activation", $"Aktivieren Sie Ihr Konto bei {Named(organization)}")
            .Paragraph($"{Named(organization)} hat ein Konto für Sie angelegt. Legen Sie fest, wie Sie sich anmelden, um es zu benutzen.")
            .Link("Konto aktivieren", link)
            .Paragraph($"Der Link funktioniert einmal und gilt {German(validFor)}. Ist er abgelaufen, bitten Sie Ihre IT-Abteilung um einen neuen.")
            .Paragraph("Wenn Sie kein Konto erwarten, müssen Sie nichts tun: Ohne Aktivierung kann sich niemand anmelden.")
            .End(),
        _ => new MailLayout(to, "activation", $"Activate your account at {Named(organization)}")
            .Paragraph($"{Named(organization)} has created an account for you. Choose how you sign in to start using it.")
            .Link("Activate account", link)
            .Paragraph($"The link works once and is valid for {English(validFor)}. If it has expired, ask your IT department for a new one.")
            .Paragraph("If you expect no account, you need not do anything: without activation nobody can sign in.")
            .End(),
    };

    /// <summary>To a person who has forgotten a password, or whom somebody says to be.</summary>
    public static OutgoingMail PasswordReset(Addressee to, string organization, Uri link, TimeSpan validFor) => to.Language switch
    {
        MailLanguage.German => new MailLayout(to, "password-reset", $"Neues Passwort für Ihr Konto bei {Named(organization)}")
            .Paragraph($"Jemand möchte das Passwort Ihres Kontos bei {Named(organization)} zurücksetzen. Wenn Sie das sind, wählen Sie ein neues.")
            .Link("Neues Passwort wählen", link)
            .Paragraph($"Der Link funktioniert einmal und gilt {German(validFor)}.")
            .Paragraph("Wenn Sie es nicht sind, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist. Leiten Sie diese E-Mail nicht weiter.")
            .End(),
        _ => new MailLayout(to, "password-reset", $"New password for your account at {Named(organization)}")
            .Paragraph($"Somebody wants to reset the password of your account at {Named(organization)}. If that is you, choose a new one.")
            .Link("Choose a new password", link)
            .Paragraph($"The link works once and is valid for {English(validFor)}.")
            .Paragraph("If it is not you, you need not do anything: your password stays as it is. Do not forward this e-mail.")
            .End(),
    };

    /// <summary>To a person who is signing in. The subject is silent about the code, because locked screens show subjects.</summary>
    public static OutgoingMail SignInCode(Addressee to, string organization, string code, TimeSpan validFor) => to.Language switch
    {
        MailLanguage.German => new MailLayout(to, "sign-in-code", $"Ihr Anmeldecode für {Named(organization)}")
            .Paragraph($"Geben Sie diesen Code dort ein, wo Sie sich gerade bei {Named(organization)} anmelden:")
            .Code(code)
            .Paragraph($"Der Code funktioniert einmal und gilt {German(validFor)}. Geben Sie ihn nicht weiter, auch nicht am Telefon.")
            .Paragraph("Wenn Sie sich gerade nicht anmelden, versucht es jemand anderes. Sagen Sie Ihrer IT-Abteilung Bescheid.")
            .End(),
        _ => new MailLayout(to, "sign-in-code", $"Your sign-in code for {Named(organization)}")
            .Paragraph($"Enter this code where you are signing in to {Named(organization)}:")
            .Code(code)
            .Paragraph($"The code works once and is valid for {English(validFor)}. Do not pass it on, not even on the phone.")
            .Paragraph("If you are not signing in, somebody else is trying to. Tell your IT department.")
            .End(),
    };

    /// <summary>To the new address, which takes effect when it is confirmed.</summary>
    public static OutgoingMail AddressChange(Addressee to, string organization, Uri link, TimeSpan validFor) => to.Language switch
    {
        MailLanguage.German => new MailLayout(to, "address-change", "Bestätigen Sie Ihre neue E-Mail-Adresse")
            .Paragraph($"Diese Adresse soll künftig zu Ihrem Konto bei {Named(organization)} gehören. Das gilt, sobald Sie es bestätigen.")
            .Link("Adresse bestätigen", link)
            .Paragraph($"Der Link funktioniert einmal und gilt {German(validFor)}.")
            .Paragraph("Wenn Sie Ihre Adresse nicht ändern wollten, müssen Sie nichts tun: Unbestätigt wird sie nicht benutzt.")
            .End(),
        _ => new MailLayout(to, "address-change", "Confirm your new e-mail address")
            .Paragraph($"This address is to belong to your account at {Named(organization)}. It does as soon as you confirm it.")
            .Link("Confirm address", link)
            .Paragraph($"The link works once and is valid for {English(validFor)}.")
            .Paragraph("If you did not want to change your address, you need not do anything: unconfirmed it is not used.")
            .End(),
    };

    /// <summary>To the old address. Silent about the new one, which may be an attacker's or none of this mailbox's business.</summary>
    public static OutgoingMail AddressChanged(Addressee to, string organization) => to.Language switch
    {
        MailLanguage.German => new MailLayout(to, "address-changed", "Ihre E-Mail-Adresse wurde geändert")
            .Paragraph($"Ihr Konto bei {Named(organization)} hat eine neue E-Mail-Adresse. An diese hier kommt nichts mehr.")
            .Paragraph("Wenn Sie das nicht waren, sagen Sie sofort Ihrer IT-Abteilung Bescheid.")
            .End(),
        _ => new MailLayout(to, "address-changed", "Your e-mail address was changed")
            .Paragraph($"Your account at {Named(organization)} has a new e-mail address. Nothing more will come to this one.")
            .Paragraph("If that was not you, tell your IT department at once.")
            .End(),
    };

    public static OutgoingMail PasswordChanged(Addressee to, string organization) => to.Language switch
    {
        MailLanguage.German => new MailLayout(to, "password-changed", "Ihr Passwort wurde geändert")
            .Paragraph($"Das Passwort Ihres Kontos bei {Named(organization)} wurde geändert.")
            .Paragraph("Wenn Sie das waren, müssen Sie nichts tun. Wenn nicht, sagen Sie sofort Ihrer IT-Abteilung Bescheid.")
            .End(),
        _ => new MailLayout(to, "password-changed", "Your password was changed")
            .Paragraph($"The password of your account at {Named(organization)} was changed.")
            .Paragraph("If that was you, you need not do anything. If not, tell your IT department at once.")
            .End(),
    };

    public static OutgoingMail FactorChanged(Addressee to, string organization, FactorChange what) => to.Language switch
    {
        MailLanguage.German => new MailLayout(to, "factor-changed", "Eine Änderung an Ihrer Anmeldung")
            .Paragraph(what switch
            {
                FactorChange.PasskeyAdded => $"Zu Ihrem Konto bei {Named(organization)} ist ein Passkey hinzugekommen.",
                FactorChange.PasskeyRemoved => $"Von Ihrem Konto bei {Named(organization)} wurde ein Passkey entfernt.",
                FactorChange.AuthenticatorAdded => $"Zu Ihrem Konto bei {Named(organization)} ist eine Authenticator-App hinzugekommen.",
                FactorChange.AuthenticatorRemoved => $"Von Ihrem Konto bei {Named(organization)} wurde eine Authenticator-App entfernt.",
                FactorChange.EmailAdded => $"Codes per E-Mail sind jetzt ein zweiter Faktor Ihres Kontos bei {Named(organization)}.",
                FactorChange.EmailRemoved => $"Codes per E-Mail sind kein zweiter Faktor Ihres Kontos bei {Named(organization)} mehr.",
                FactorChange.RecoveryCodesCreated => $"Ihr Konto bei {Named(organization)} hat neue Wiederherstellungscodes. Die alten gelten nicht mehr.",
                FactorChange.RecoveryCodeUsed => $"An Ihrem Konto bei {Named(organization)} hat sich jemand mit einem Wiederherstellungscode angemeldet.",
                _ => throw new ArgumentOutOfRangeException(nameof(what)),
            })
            .Paragraph("Wenn Sie das waren, müssen Sie nichts tun. Wenn nicht, sagen Sie sofort Ihrer IT-Abteilung Bescheid.")
            .End(),
        _ => new MailLayout(to, "factor-changed", "A change to how you sign in")
            .Paragraph(what switch
            {
                FactorChange.PasskeyAdded => $"A passkey was added to your account at {Named(organization)}.",
                FactorChange.PasskeyRemoved => $"A passkey was removed from your account at {Named(organization)}.",
                FactorChange.AuthenticatorAdded => $"An authenticator app was added to your account at {Named(organization)}.",
                FactorChange.AuthenticatorRemoved => $"An authenticator app was removed from your account at {Named(organization)}.",
                FactorChange.EmailAdded => $"Codes by mail are a second factor of your account at {Named(organization)} now.",
                FactorChange.EmailRemoved => $"Codes by mail are no second factor of your account at {Named(organization)} any more.",
                FactorChange.RecoveryCodesCreated => $"Your account at {Named(organization)} has new recovery codes. The old ones no longer work.",
                FactorChange.RecoveryCodeUsed => $"Somebody signed in to your account at {Named(organization)} with a recovery code.",
                _ => throw new ArgumentOutOfRangeException(nameof(what)),
            })
            .Paragraph("If that was you, you need not do anything. If not, tell your IT department at once.")
            .End(),
    };

    /// <summary>To somebody who is to run this installation.</summary>
    public static OutgoingMail OperatorInvitation(Addressee to, Uri link, TimeSpan validFor) => to.Language switch
    {
        MailLanguage.German => new MailLayout(to, "operator-invitation", $"Einladung, Gatehouse auf {link.Host} zu betreiben")
            .Paragraph($"Sie sollen Gatehouse auf {link.Host} mit betreiben. Wer das tut, legt Organisationen an und sieht, was in ihnen geschieht.")
            .Link("Einladung annehmen", link)
            .Paragraph($"Der Link funktioniert einmal und gilt {German(validFor)}. Leiten Sie ihn nicht weiter.")
            .Paragraph("Wenn Sie keine Einladung erwarten, müssen Sie nichts tun.")
            .End(),
        _ => new MailLayout(to, "operator-invitation", $"Invitation to operate Gatehouse at {link.Host}")
            .Paragraph($"You are to help operate Gatehouse at {link.Host}. Operators create organizations and see what happens in them.")
            .Link("Accept invitation", link)
            .Paragraph($"The link works once and is valid for {English(validFor)}. Do not forward it.")
            .Paragraph("If you expect no invitation, you need not do anything.")
            .End(),
    };

    /// <summary>To an organization's administrators: what they should look at.</summary>
    public static OutgoingMail Findings(Addressee to, string organization, IReadOnlyList<string> lines, bool areMore, Uri publicUrl)
    {
        var isGerman = to.Language == MailLanguage.German;
        var layout = new MailLayout(to, "findings", isGerman ? $"Bitte ansehen: {Named(organization)}" : $"To look at: {Named(organization)}");
        layout.Paragraph(isGerman
            ? $"Bei {Named(organization)} ist aufgefallen, was jemand ansehen sollte, der Bereitstellung und Anmeldung betreut:"
            : $"Something was noticed at {Named(organization)} that whoever looks after provisioning and sign-in should look at:");
        foreach (var line in lines)
            layout.Paragraph(line);
        if (areMore)
            layout.Paragraph(isGerman ? "Es gibt noch mehr; hier stehen die letzten." : "There is more; these are the latest.");
        return layout.Link("Gatehouse", publicUrl).End();
    }

    /// <summary>To a person whose account is to be opened by their organization's identity provider from now on.</summary>
    public static OutgoingMail LinkCode(Addressee to, string organization, string code, TimeSpan validFor) => to.Language switch
    {
        MailLanguage.German => new MailLayout(to, "link-code", $"Bestätigen Sie Ihre Adresse für {Named(organization)}")
            .Paragraph($"Jemand hat sich bei {Named(organization)} mit dieser Adresse über die eigene Organisation angemeldet. Wenn Sie das sind, geben Sie diesen Code dort ein:")
            .Code(code)
            .Paragraph($"Der Code funktioniert einmal und gilt {German(validFor)}. Ihr Konto öffnet dann die Anmeldung Ihrer Organisation; ein Passwort, das es hier gab, gilt nicht mehr.")
            .Paragraph("Wenn Sie es nicht sind, geben Sie den Code niemandem und sagen Sie Ihrer IT-Abteilung Bescheid.")
            .End(),
        _ => new MailLayout(to, "link-code", $"Confirm your address for {Named(organization)}")
            .Paragraph($"Somebody signed in to {Named(organization)} with this address, through their own organization. If that is you, enter this code there:")
            .Code(code)
            .Paragraph($"The code works once and is valid for {English(validFor)}. Your organization's sign-in opens your account from then on; a password it had here works no longer.")
            .Paragraph("If it is not you, give the code to nobody and tell your IT department.")
            .End(),
    };

    static string English(TimeSpan time) => Count(time) switch
    {
        (var days, 'd') => $"{days} days",
        (1, 'h') => "1 hour",
        (var hours, 'h') => $"{hours} hours",
        (1, _) => "1 minute",
        (var minutes, _) => $"{minutes} minutes",
    };

    static string German(TimeSpan time) => Count(time) switch
    {
        (var days, 'd') => $"{days} Tage",
        (1, 'h') => "1 Stunde",
        (var hours, 'h') => $"{hours} Stunden",
        (1, _) => "1 Minute",
        (var minutes, _) => $"{minutes} Minuten",
    };

    // In the largest unit that says it exactly, and a day as 24 hours; a rest of a minute is not promised.
    static (int Count, char Unit) Count(TimeSpan time) => (int)time.TotalMinutes switch
    {
        >= 2880 and var minutes when minutes % 1440 == 0 => (minutes / 1440, 'd'),
        >= 60 and var minutes when minutes % 60 == 0 => (minutes / 60, 'h'),
        var minutes => (minutes, 'm'),
    };
}
