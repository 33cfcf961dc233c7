using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Federation;

/// <summary>The words of pages that people see on the way to their identity provider and back.</summary>
public sealed record FederationTexts
{
    public required string OnTheWayTitle { get; init; }
    public required Func<string, string> OnTheWayAdvice { get; init; }
    public required string Continue { get; init; }

    public required string ChooserTitle { get; init; }
    public required string ChooserAdvice { get; init; }
    public required string OtherAddress { get; init; }

    public required string ProofTitle { get; init; }
    public required Func<string, string> ProofAdvice { get; init; }
    public required string Code { get; init; }
    public required string CodeWrong { get; init; }
    public required string Confirm { get; init; }

    public required Func<FederationFault, string> RefusalTitle { get; init; }
    public required Func<FederationFault, string> RefusalAdvice { get; init; }
    public required string ForAdministrators { get; init; }
    public required string TryAgain { get; init; }

    public required string TrialLinkDeadTitle { get; init; }
    public required string TrialLinkDeadAdvice { get; init; }
    public required string TrialTitle { get; init; }
    public required Func<string, string> TrialAdvice { get; init; }
    public required string StartTrial { get; init; }
    public required string TrialAgain { get; init; }
    public required string TrialResultTitle { get; init; }
    public required string TrialResultAdvice { get; init; }
    public required string TrialFailedTitle { get; init; }
    public required string Decision { get; init; }
    public required Func<string, string?, string> DecisionText { get; init; }
    public required string Mapped { get; init; }
    public required string Received { get; init; }
    public required string UserId { get; init; }
    public required string Email { get; init; }
    public required string DisplayName { get; init; }
    public required string FirstName { get; init; }
    public required string LastName { get; init; }
    public required string Nothing { get; init; }

    public required string SignedOutTitle { get; init; }
    public required string SignedOutAdvice { get; init; }
    public required string ToSignIn { get; init; }

    public static FederationTexts For(Language language) => language.Choose(English, German);

    /// <summary>Why a decision was a refusal, for the audit trail.</summary>
    public static string ReasonOf(FederationFault fault) => fault switch
    {
        FederationFault.Inactive => "The account is deactivated, and a sign-in never activates one.",
        FederationFault.Deleted => "The account was deleted, and a sign-in never brings one back. Restore it, or have provisioning create it.",
        FederationFault.AddressMissing => "The identity provider sent no e-mail address, and no provisioned account has this id. Map an address.",
        FederationFault.AddressForeign => "The address is in no verified domain of the organization that this federation speaks for. Add the domain to the federation and verify it.",
        FederationFault.AddressUnverified => "The identity provider says that it has not verified the address (email_verified).",
        FederationFault.Conflict => "The address or the id belongs to another account, or to an account that is another subject of this federation.",
        FederationFault.NotProvisioned => "No account is known, and automatic creation is off. Have provisioning create it.",
        _ => fault.ToString(),
    };

    static readonly FederationTexts English = new()
    {
        OnTheWayTitle = "To your organization's sign-in page",
        OnTheWayAdvice = static provider => $"You sign in at {provider} and come back here.",
        Continue = "Continue",
        ChooserTitle = "Where do you sign in?",
        ChooserAdvice = "Your organization has several sign-in pages. Choose the one that you use at work.",
        OtherAddress = "Use another address",
        ProofTitle = "Is this your account?",
        ProofAdvice = static address => $"An account with the address {address} exists here, and nobody has shown yet that it is theirs. A code was sent there; it works for ten minutes.",
        Code = "Code from the mail",
        CodeWrong = "This code is not right, or no longer. Enter the one from the latest mail, or sign in again for a new one.",
        Confirm = "Confirm",
        RefusalTitle = static fault => fault switch
        {
            FederationFault.Stale or FederationFault.Replayed => "This sign-in is over",
            FederationFault.Denied => "You were not signed in",
            FederationFault.Unreachable => "Your organization's sign-in does not answer",
            FederationFault.Inactive => "Your account is closed",
            FederationFault.Deleted => "Your account was deleted",
            FederationFault.NotProvisioned => "You have no account here yet",
            FederationFault.NotAskedAgain => "You were not asked again",
            _ => "You could not be signed in",
        },
        RefusalAdvice = static fault => fault switch
        {
            FederationFault.Stale => "It took too long, or was begun in another window. Start again.",
            FederationFault.Replayed => "Its answer was used before, perhaps because the page was opened a second time. Start again.",
            FederationFault.Denied => "Your organization's sign-in page did not let you pass, or you turned back. Start again, or ask your IT department.",
            FederationFault.Unreachable => "Try again in a few minutes. If this stays, tell your IT department.",
            FederationFault.Misconfigured => "Your organization's sign-in does not accept this server. Tell your IT department: a client secret may have ended.",
            FederationFault.Untrusted => "What your organization's sign-in answered cannot be trusted. Tell your IT department; they find the reason in their log.",
            FederationFault.NoUserId => "Your organization's sign-in does not say who you are. Tell your IT department; they find the reason in their log.",
            FederationFault.NotAskedAgain => "This step needs a fresh sign-in, and your organization's sign-in page did not ask you. Sign out there and start again, or tell your IT department.",
            FederationFault.Disabled => "Your organization's sign-in is turned off here at present. Ask your IT department.",
            FederationFault.Inactive => "Your organization has closed your account here. If you need it, ask your IT department to assign you again.",
            FederationFault.Deleted => "Your organization has deleted your account here. If you need it, ask your IT department to assign you again.",
            FederationFault.AddressMissing => "Your organization's sign-in sent no e-mail address. Tell your IT department; they find the reason in their log.",
            FederationFault.AddressForeign => "Your address is not one that your organization has registered here. Tell your IT department; they find the reason in their log.",
            FederationFault.AddressUnverified => "Your organization's sign-in has not verified your address. Tell your IT department.",
            FederationFault.Conflict => "Your address belongs to another account here already. Tell your IT department; they find the reason in their log.",
            FederationFault.NotProvisioned => "Your IT department decides who may use this. Ask them to assign you, and try again some time later.",
            _ => "Ask your IT department.",
        },
        ForAdministrators = "For your IT department",
        TryAgain = "To the sign-in page",
        TrialLinkDeadTitle = "This link works no longer",
        TrialLinkDeadAdvice = "Links to try a connection work for a day, while the connection is not disabled. Ask for a new one.",
        TrialTitle = "Try the connection",
        TrialAdvice = static provider => $"Sign in at {provider}. You then see what it sends about you and what would come of it. Nothing is created or changed.",
        StartTrial = "Sign in to try it",
        TrialAgain = "Try again",
        TrialResultTitle = "The connection works",
        TrialResultAdvice = "Nothing was created or changed. This is what came and what would come of it.",
        TrialFailedTitle = "The connection does not work yet",
        Decision = "What would happen",
        DecisionText = static (action, user) => action switch
        {
            nameof(LinkAction.UseLink) => $"You would be signed in as {user}, whom you are linked to already.",
            nameof(LinkAction.LinkByExternalId) => $"You would be linked, by your id, to {user}, whom provisioning has delivered, and signed in.",
            nameof(LinkAction.LinkByAddress) => $"You would be linked, by your address, to {user}, and signed in. From then on only your id counts.",
            nameof(LinkAction.ProveAddress) => $"You would be asked to prove, by a code in a mail, that the account {user} is yours.",
            nameof(LinkAction.Create) => $"An account would be created for you as {user}, with no rights beyond signing in.",
            nameof(FederationFault.Inactive) => "You would be refused: your account is deactivated.",
            nameof(FederationFault.Deleted) => "You would be refused: your account was deleted.",
            nameof(FederationFault.AddressMissing) => "You would be refused: no e-mail address came, and no provisioned account has your id.",
            nameof(FederationFault.AddressForeign) => "You would be refused: your address is in no verified domain of this connection.",
            nameof(FederationFault.AddressUnverified) => "You would be refused: the identity provider says that it has not verified your address.",
            nameof(FederationFault.Conflict) => "You would be refused: your address or id belongs to another account.",
            nameof(FederationFault.NotProvisioned) => "You would be refused: you have no account, and automatic creation is off.",
            _ => "You would be refused.",
        },
        Mapped = "What we read from it",
        Received = "What came",
        UserId = "Unique id",
        Email = "E-mail address",
        DisplayName = "Name",
        FirstName = "First name",
        LastName = "Last name",
        Nothing = "nothing",
        SignedOutTitle = "You are signed out",
        SignedOutAdvice = "Here and, if your organization's page said so, there.",
        ToSignIn = "To the sign-in page",
    };

    static readonly FederationTexts German = new()
    {
        OnTheWayTitle = "Zur Anmeldeseite Ihrer Organisation",
        OnTheWayAdvice = static provider => $"Sie melden sich bei {provider} an und kommen hierher zurück.",
        Continue = "Weiter",
        ChooserTitle = "Wo melden Sie sich an?",
        ChooserAdvice = "Ihre Organisation hat mehrere Anmeldeseiten. Wählen Sie die, die Sie bei der Arbeit verwenden.",
        OtherAddress = "Andere Adresse verwenden",
        ProofTitle = "Ist das Ihr Konto?",
        ProofAdvice = static address => $"Hier gibt es ein Konto mit der Adresse {address}, und noch niemand hat gezeigt, dass es das eigene ist. Ein Code wurde dorthin gesendet; er gilt zehn Minuten.",
        Code = "Code aus der E-Mail",
        CodeWrong = "Dieser Code stimmt nicht oder nicht mehr. Geben Sie den aus der letzten E-Mail ein, oder melden Sie sich für einen neuen noch einmal an.",
        Confirm = "Bestätigen",
        RefusalTitle = static fault => fault switch
        {
            FederationFault.Stale or FederationFault.Replayed => "Diese Anmeldung ist vorbei",
            FederationFault.Denied => "Sie wurden nicht angemeldet",
            FederationFault.Unreachable => "Die Anmeldung Ihrer Organisation antwortet nicht",
            FederationFault.Inactive => "Ihr Konto ist geschlossen",
            FederationFault.Deleted => "Ihr Konto wurde gelöscht",
            FederationFault.NotProvisioned => "Sie haben hier noch kein Konto",
            FederationFault.NotAskedAgain => "Sie wurden nicht noch einmal gefragt",
            _ => "Sie konnten nicht angemeldet werden",
        },
        RefusalAdvice = static fault => fault switch
        {
            FederationFault.Stale => "Sie hat zu lange gedauert oder wurde in einem anderen Fenster begonnen. Beginnen Sie noch einmal.",
            FederationFault.Replayed => "Ihre Antwort wurde schon verwendet, vielleicht weil die Seite ein zweites Mal geöffnet wurde. Beginnen Sie noch einmal.",
            FederationFault.Denied => "Die Anmeldeseite Ihrer Organisation hat Sie nicht durchgelassen, oder Sie sind umgekehrt. Beginnen Sie noch einmal, oder fragen Sie Ihre IT-Abteilung.",
            FederationFault.Unreachable => "Versuchen Sie es in einigen Minuten wieder. Bleibt es so, sagen Sie Ihrer IT-Abteilung Bescheid.",
            FederationFault.Misconfigured => "Die Anmeldung Ihrer Organisation nimmt diesen Server nicht an. Sagen Sie Ihrer IT-Abteilung Bescheid: Vielleicht ist ein Client Secret abgelaufen.",
            FederationFault.Untrusted => "Was die Anmeldung Ihrer Organisation geantwortet hat, ist nicht vertrauenswürdig. Sagen Sie Ihrer IT-Abteilung Bescheid; sie findet den Grund in ihrem Protokoll.",
            FederationFault.NoUserId => "Die Anmeldung Ihrer Organisation sagt nicht, wer Sie sind. Sagen Sie Ihrer IT-Abteilung Bescheid; sie findet den Grund in ihrem Protokoll.",
            FederationFault.NotAskedAgain => "Dieser Schritt braucht eine frische Anmeldung, und die Anmeldeseite Ihrer Organisation hat Sie nicht gefragt. Melden Sie sich dort ab und beginnen Sie noch einmal, oder sagen Sie Ihrer IT-Abteilung Bescheid.",
            FederationFault.Disabled => "Die Anmeldung Ihrer Organisation ist hier zurzeit abgeschaltet. Fragen Sie Ihre IT-Abteilung.",
            FederationFault.Inactive => "Ihre Organisation hat Ihr Konto hier geschlossen. Wenn Sie es brauchen, bitten Sie Ihre IT-Abteilung, Sie wieder zuzuweisen.",
            FederationFault.Deleted => "Ihre Organisation hat Ihr Konto hier gelöscht. Wenn Sie es brauchen, bitten Sie Ihre IT-Abteilung, Sie wieder zuzuweisen.",
            FederationFault.AddressMissing => "Die Anmeldung Ihrer Organisation hat keine E-Mail-Adresse gesendet. Sagen Sie Ihrer IT-Abteilung Bescheid; sie findet den Grund in ihrem Protokoll.",
            FederationFault.AddressForeign => "Ihre Adresse gehört nicht zu denen, die Ihre Organisation hier angemeldet hat. Sagen Sie Ihrer IT-Abteilung Bescheid; sie findet den Grund in ihrem Protokoll.",
            FederationFault.AddressUnverified => "Die Anmeldung Ihrer Organisation hat Ihre Adresse nicht geprüft. Sagen Sie Ihrer IT-Abteilung Bescheid.",
            FederationFault.Conflict => "Ihre Adresse gehört hier schon zu einem anderen Konto. Sagen Sie Ihrer IT-Abteilung Bescheid; sie findet den Grund in ihrem Protokoll.",
            FederationFault.NotProvisioned => "Ihre IT-Abteilung entscheidet, wer dies benutzt. Bitten Sie sie, Sie zuzuweisen, und versuchen Sie es einige Zeit später wieder.",
            _ => "Fragen Sie Ihre IT-Abteilung.",
        },
        ForAdministrators = "Für Ihre IT-Abteilung",
        TryAgain = "Zur Anmeldeseite",
        TrialLinkDeadTitle = "Dieser Link gilt nicht mehr",
        TrialLinkDeadAdvice = "Links zum Ausprobieren einer Verbindung gelten einen Tag, solange die Verbindung nicht abgeschaltet ist. Fordern Sie einen neuen an.",
        TrialTitle = "Verbindung ausprobieren",
        TrialAdvice = static provider => $"Melden Sie sich bei {provider} an. Danach sehen Sie, was über Sie gesendet wird und was daraus würde. Es wird nichts angelegt oder geändert.",
        StartTrial = "Zum Ausprobieren anmelden",
        TrialAgain = "Noch einmal ausprobieren",
        TrialResultTitle = "Die Verbindung funktioniert",
        TrialResultAdvice = "Es wurde nichts angelegt oder geändert. Das ist angekommen, und das würde daraus.",
        TrialFailedTitle = "Die Verbindung funktioniert noch nicht",
        Decision = "Was geschehen würde",
        DecisionText = static (action, user) => action switch
        {
            nameof(LinkAction.UseLink) => $"Sie würden als {user} angemeldet; mit diesem Konto sind Sie schon verbunden.",
            nameof(LinkAction.LinkByExternalId) => $"Sie würden über Ihre Kennung mit {user} verbunden, von der Bereitstellung geliefert, und angemeldet.",
            nameof(LinkAction.LinkByAddress) => $"Sie würden über Ihre Adresse mit {user} verbunden und angemeldet. Von da an zählt nur Ihre Kennung.",
            nameof(LinkAction.ProveAddress) => $"Sie würden gebeten, mit einem Code aus einer E-Mail zu beweisen, dass das Konto {user} Ihres ist.",
            nameof(LinkAction.Create) => $"Für Sie würde das Konto {user} angelegt, ohne weitere Rechte als die Anmeldung.",
            nameof(FederationFault.Inactive) => "Sie würden abgelehnt: Ihr Konto ist deaktiviert.",
            nameof(FederationFault.Deleted) => "Sie würden abgelehnt: Ihr Konto wurde gelöscht.",
            nameof(FederationFault.AddressMissing) => "Sie würden abgelehnt: Es kam keine E-Mail-Adresse, und kein bereitgestelltes Konto hat Ihre Kennung.",
            nameof(FederationFault.AddressForeign) => "Sie würden abgelehnt: Ihre Adresse liegt in keiner bestätigten Domain dieser Verbindung.",
            nameof(FederationFault.AddressUnverified) => "Sie würden abgelehnt: Der Identitätsanbieter sagt, dass er Ihre Adresse nicht geprüft hat.",
            nameof(FederationFault.Conflict) => "Sie würden abgelehnt: Ihre Adresse oder Kennung gehört zu einem anderen Konto.",
            nameof(FederationFault.NotProvisioned) => "Sie würden abgelehnt: Sie haben kein Konto, und das automatische Anlegen ist aus.",
            _ => "Sie würden abgelehnt.",
        },
        Mapped = "Was wir daraus lesen",
        Received = "Was angekommen ist",
        UserId = "Eindeutige Kennung",
        Email = "E-Mail-Adresse",
        DisplayName = "Name",
        FirstName = "Vorname",
        LastName = "Nachname",
        Nothing = "nichts",
        SignedOutTitle = "Sie sind abgemeldet",
        SignedOutAdvice = "Hier und, wenn die Seite Ihrer Organisation es so gesagt hat, auch dort.",
        ToSignIn = "Zur Anmeldeseite",
    };
}
