using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Console;

/// <summary>The words of the operators' pages about organizations' identity providers.</summary>
public sealed record FederationConsoleTexts
{
    public required string ListTitle { get; init; }
    public required Func<string, string> ListAdvice { get; init; }
    public required string Name { get; init; }
    public required string Protocol { get; init; }
    public required string State { get; init; }
    public required string Domains { get; init; }
    public required string NoDomains { get; init; }
    public required string EmptyTitle { get; init; }
    public required string EmptyAdvice { get; init; }
    public required string Findings { get; init; }
    public required Func<string, string> StateName { get; init; }
    public required Func<string?, string> DetailAdvice { get; init; }
    public required string Try { get; init; }
    public required string Values { get; init; }
    public required string ValuesAdvice { get; init; }
    public required string RedirectUri { get; init; }
    public required string SignedOutUri { get; init; }
    public required string KeysUri { get; init; }
    public required string EntityId { get; init; }
    public required string ConsumerUrl { get; init; }
    public required string MetadataUrl { get; init; }
    public required string LogoutUrl { get; init; }
    public required string Verified { get; init; }
    public required string Unverified { get; init; }
    public required string UnverifiedTitle { get; init; }
    public required string UnverifiedAdvice { get; init; }
    public required string RecordName { get; init; }
    public required string Record { get; init; }
    public required string Check { get; init; }
    public required string CheckMissing { get; init; }
    public required string CheckUnknown { get; init; }
    public required string Facts { get; init; }
    public required string Creates { get; init; }
    public required string Updates { get; init; }
    public required string LinksById { get; init; }
    public required string LinksByAddress { get; init; }
    public required string TrustsFactor { get; init; }
    public required string Claims { get; init; }
    public required string CertificateEnds { get; init; }
    public required string SecretEnds { get; init; }
    public required string On { get; init; }
    public required string Off { get; init; }
    public required string Refusals { get; init; }
    public required string NoRefusals { get; init; }
    public required string Disable { get; init; }
    public required Func<string, string> DisableTitle { get; init; }
    public required string DisableAdvice { get; init; }
    public required string Enable { get; init; }
    public required Func<string, string> InactiveAdvice { get; init; }
    public required string InactiveTitle { get; init; }
    public required Func<string?, string?> Done { get; init; }

    public static FederationConsoleTexts For(Language language) => language.Choose(English, German);

    static readonly FederationConsoleTexts English = new()
    {
        ListTitle = "Identity providers",
        ListAdvice = static owner => $"Where people of {owner} sign in, by the domains of their addresses.",
        Name = "Name",
        Protocol = "Protocol",
        State = "State",
        Domains = "Domains",
        NoDomains = "None: it routes nobody.",
        EmptyTitle = "There is none yet",
        EmptyAdvice = "People sign in with accounts here. Connect the organization's own identity provider with",
        Findings = "To look at",
        StateName = static state => state switch { "active" => "On duty", "testing" => "To be tried", "disabled" => "Off", _ => "Reserved" },
        DetailAdvice = static provider => provider is null ? "It has its addresses, and waits for the identity provider's metadata." : $"People are sent to {provider}.",
        Try = "Try a sign-in",
        Values = "To enter at the identity provider",
        ValuesAdvice = "Copy these exactly.",
        RedirectUri = "Redirect URI",
        SignedOutUri = "Post-logout redirect URI",
        KeysUri = "JWKS URL of our key",
        EntityId = "Identifier (Entity ID)",
        ConsumerUrl = "Reply URL (Assertion Consumer Service URL)",
        MetadataUrl = "Metadata URL",
        LogoutUrl = "Logout URL",
        Verified = "Verified",
        Unverified = "Not proven",
        UnverifiedTitle = "A domain is not proven yet",
        UnverifiedAdvice = "Until it is, nobody is sent to the identity provider by it. Have its owner enter this TXT record, then look for it:",
        RecordName = "Name of the record",
        Record = "Text",
        Check = "Look for the record",
        CheckMissing = "The record is not there yet. New ones may take an hour to be seen everywhere.",
        CheckUnknown = "No name server answers. Try again later.",
        Facts = "What is set",
        Creates = "Creates users at the first sign-in",
        Updates = "Names follow it",
        LinksById = "Links by externalId",
        LinksByAddress = "Links by address, once",
        TrustsFactor = "Its second factor counts here",
        Claims = "Claims",
        CertificateEnds = "Signing certificate ends",
        SecretEnds = "Client secret ends",
        On = "yes",
        Off = "no",
        Refusals = "Refused lately",
        NoRefusals = "Nobody.",
        Disable = "Turn off",
        DisableTitle = static name => $"Turn {name} off?",
        DisableAdvice = "Nobody signs in by it any more. People keep their accounts, and those who are signed in stay so. It can be turned on again.",
        Enable = "Turn on",
        InactiveTitle = "It lets nobody in",
        InactiveAdvice = static state => state == "testing" ? "Try a sign-in, which changes nothing. When it shows what you expect, turn it on." : "It was turned off. People keep their accounts.",
        Done = static what => what switch
        {
            "enabled" => "It is on duty now.",
            "disabled" => "It is off now.",
            "verified" => "The domain is proven.",
            _ => null,
        },
    };

    static readonly FederationConsoleTexts German = new()
    {
        ListTitle = "Identitätsanbieter",
        ListAdvice = static owner => $"Wo sich Leute von {owner} anmelden, nach den Domains ihrer Adressen.",
        Name = "Name",
        Protocol = "Protokoll",
        State = "Zustand",
        Domains = "Domains",
        NoDomains = "Keine: Er führt niemanden.",
        EmptyTitle = "Noch gibt es keinen",
        EmptyAdvice = "Leute melden sich mit Konten hier an. Verbinden Sie den eigenen Identitätsanbieter der Organisation mit",
        Findings = "Anzusehen",
        StateName = static state => state switch { "active" => "Im Dienst", "testing" => "Auszuprobieren", "disabled" => "Aus", _ => "Reserviert" },
        DetailAdvice = static provider => provider is null ? "Er hat seine Adressen und wartet auf die Metadaten des Identitätsanbieters." : $"Leute werden zu {provider} geführt.",
        Try = "Anmeldung ausprobieren",
        Values = "Beim Identitätsanbieter einzutragen",
        ValuesAdvice = "Übernehmen Sie dies genau.",
        RedirectUri = "Redirect URI",
        SignedOutUri = "Redirect URI nach der Abmeldung",
        KeysUri = "JWKS-URL unseres Schlüssels",
        EntityId = "Bezeichner (Entitäts-ID)",
        ConsumerUrl = "Antwort-URL (Assertionsverbraucherdienst-URL)",
        MetadataUrl = "Metadaten-URL",
        LogoutUrl = "Abmelde-URL",
        Verified = "Bestätigt",
        Unverified = "Nicht bewiesen",
        UnverifiedTitle = "Eine Domain ist noch nicht bewiesen",
        UnverifiedAdvice = "Bis dahin wird durch sie niemand zum Identitätsanbieter geführt. Lassen Sie diesen TXT-Eintrag anlegen, und suchen Sie dann danach:",
        RecordName = "Name des Eintrags",
        Record = "Text",
        Check = "Nach dem Eintrag suchen",
        CheckMissing = "Der Eintrag ist noch nicht da. Neue brauchen bis zu einer Stunde, um überall gesehen zu werden.",
        CheckUnknown = "Kein Nameserver antwortet. Versuchen Sie es später wieder.",
        Facts = "Was eingestellt ist",
        Creates = "Legt bei der ersten Anmeldung an",
        Updates = "Namen folgen ihm",
        LinksById = "Verbindet über externalId",
        LinksByAddress = "Verbindet über die Adresse, einmal",
        TrustsFactor = "Sein zweiter Faktor gilt hier",
        Claims = "Claims",
        CertificateEnds = "Signaturzertifikat endet",
        SecretEnds = "Client Secret endet",
        On = "ja",
        Off = "nein",
        Refusals = "Zuletzt abgelehnt",
        NoRefusals = "Niemand.",
        Disable = "Abschalten",
        DisableTitle = static name => $"{name} abschalten?",
        DisableAdvice = "Niemand meldet sich mehr darüber an. Leute behalten ihre Konten, und wer angemeldet ist, bleibt es. Er kann wieder eingeschaltet werden.",
        Enable = "Einschalten",
        InactiveTitle = "Er lässt niemanden herein",
        InactiveAdvice = static state => state == "testing" ? "Probieren Sie eine Anmeldung aus; sie ändert nichts. Zeigt sie, was Sie erwarten, schalten Sie ihn ein." : "Er wurde abgeschaltet. Leute behalten ihre Konten.",
        Done = static what => what switch
        {
            "enabled" => "Er ist jetzt im Dienst.",
            "disabled" => "Er ist jetzt aus.",
            "verified" => "Die Domain ist bewiesen.",
            _ => null,
        },
    };
}
