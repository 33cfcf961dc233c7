using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Console;

/// <summary>The words of the pages about applications.</summary>
public sealed record ApplicationTexts
{
    public const string Registered = "registered";
    public const string Changed = "changed";
    public const string Deactivated = "deactivated";
    public const string Activated = "activated";

    /// <summary>What the form before this page did.</summary>
    public required Func<string, string?> Done { get; init; }

    public required string ListTitle { get; init; }
    public required Func<string, string> ListAdvice { get; init; }
    public required string Register { get; init; }
    public required string EmptyTitle { get; init; }
    public required string EmptyAdvice { get; init; }
    public required string Name { get; init; }
    public required string Kind { get; init; }
    public required string KindWeb { get; init; }
    public required string KindNative { get; init; }
    public required string State { get; init; }
    public required string Active { get; init; }
    public required string Inactive { get; init; }
    public required string Created { get; init; }

    public required string NewTitle { get; init; }
    public required string NewAdvice { get; init; }
    public required Func<string, string> ChangeTitle { get; init; }
    public required string ChangeAdvice { get; init; }
    public required string NameHint { get; init; }
    public required string NameFault { get; init; }
    public required string ChooseWeb { get; init; }
    public required string ChooseNative { get; init; }
    public required string KindHint { get; init; }
    public required string KindFault { get; init; }
    public required string Redirect { get; init; }
    public required string RedirectHint { get; init; }
    public required string RedirectMissing { get; init; }
    public required string PostLogout { get; init; }
    public required string PostLogoutLabel { get; init; }
    public required string PostLogoutHint { get; init; }
    public required Func<string, string> WebAddressFault { get; init; }
    public required Func<string, string> NativeAddressFault { get; init; }
    public required Func<int, string> TooManyAddresses { get; init; }
    public required string WithoutPkce { get; init; }
    public required string WithoutPkceHint { get; init; }
    public required string PkceFault { get; init; }
    public required string ThirdParty { get; init; }
    public required string ThirdPartyHint { get; init; }
    public required string DeviceFlow { get; init; }
    public required string DeviceFlowHint { get; init; }
    public required string BackChannel { get; init; }
    public required string BackChannelHint { get; init; }
    public required string Save { get; init; }

    public required string DetailWeb { get; init; }
    public required string DetailNative { get; init; }
    public required string Change { get; init; }
    public required string InactiveTitle { get; init; }
    public required string InactiveAdvice { get; init; }
    public required string Activate { get; init; }
    public required string Values { get; init; }
    public required string ValuesAdvice { get; init; }
    public required string Issuer { get; init; }
    public required string ClientId { get; init; }
    public required string Discovery { get; init; }
    public required string DiscoveryHint { get; init; }
    public required string Facts { get; init; }
    public required string None { get; init; }
    public required string Pkce { get; init; }
    public required string PkceRequired { get; init; }
    public required string PkceExempt { get; init; }
    public required string Deactivate { get; init; }
    public required Func<string, string> DeactivateTitle { get; init; }
    public required string DeactivateAdvice { get; init; }

    static readonly ApplicationTexts English = new()
    {
        Done = static what => what switch
        {
            Registered => "The application was registered. Take the values below to it.",
            Changed => "The changes were saved. They hold from the next sign-in on.",
            Deactivated => "The application was deactivated. Nobody signs in to it any more.",
            Activated => "The application was activated. People sign in to it again.",
            _ => null,
        },
        ListTitle = "Applications",
        ListAdvice = static owner => $"What people of {owner} sign in to, by OpenID Connect.",
        Register = "Register application",
        EmptyTitle = "There are no applications yet",
        EmptyAdvice = "Register one with its name and the address that it takes people back at. You get the values for its configuration.",
        Name = "Name",
        Kind = "Kind",
        KindWeb = "web, with a secret",
        KindNative = "native or browser",
        State = "State",
        Active = "active",
        Inactive = "deactivated",
        Created = "Registered",
        NewTitle = "Register an application",
        NewAdvice = "People of the organization, and nobody else, can sign in to it from then on.",
        ChangeTitle = static name => $"Change {name}",
        ChangeAdvice = "Changes hold from the next sign-in on. Whether the application keeps a secret cannot be changed.",
        NameHint = "People see it on the sign-in page.",
        NameFault = "Enter a name, in at most 200 characters.",
        ChooseWeb = "Web: runs on a server and keeps a secret",
        ChooseNative = "Native or browser: runs where no secret can be kept",
        KindHint = "Phones, desktops, terminals and single pages in a browser have no secret; PKCE protects their codes.",
        KindFault = "Choose one of the two.",
        Redirect = "Redirect addresses",
        RedirectHint = "One a line. Compared character by character; https, or http at 127.0.0.1, [::1] or localhost.",
        RedirectMissing = "Enter at least one address. People come back to it after they have signed in.",
        PostLogout = "Addresses after signing out",
        PostLogoutLabel = "Addresses after signing out (may stay empty)",
        PostLogoutHint = "One a line. Where people may be sent after they have signed out.",
        WebAddressFault = static address => $"“{address}” cannot be used. Write a whole https address without *, # and user name; http works at 127.0.0.1, [::1] and localhost only.",
        NativeAddressFault = static address => $"“{address}” cannot be used. Write https, http at 127.0.0.1, [::1] or localhost, or a scheme such as example.contoso.app:/callback, without *, # and user name.",
        TooManyAddresses = static most => $"There are more than {most}. Keep those that are used.",
        WithoutPkce = "It cannot do PKCE",
        WithoutPkceHint = "Only for a web application that cannot be changed. Codes are protected by its secret alone then.",
        PkceFault = "An application without a secret needs PKCE: nothing else protects its codes. Clear this box, or choose Web.",
        ThirdParty = "It belongs to somebody else",
        ThirdPartyHint = "People are asked before it learns of them, and can take that back.",
        DeviceFlow = "Devices without a browser may use it",
        DeviceFlowHint = "People let such a device in by a code, on another device.",
        BackChannel = "Address to be told of the end of a sign-in",
        BackChannelHint = "Optional. Back-channel logout: it gets a logout token there within seconds.",
        Save = "Save changes",
        DetailWeb = "A web application that signs its people in with OpenID Connect.",
        DetailNative = "An application without a secret that signs its people in with OpenID Connect.",
        Change = "Change",
        InactiveTitle = "This application is deactivated",
        InactiveAdvice = "Nobody signs in to it, and its refresh tokens are refused. Nothing was deleted.",
        Activate = "Activate again",
        Values = "For the application’s configuration",
        ValuesAdvice = "Most libraries need the first two values and read the rest from the discovery document.",
        Issuer = "Issuer",
        ClientId = "Client ID",
        Discovery = "Discovery document",
        DiscoveryHint = "Tells endpoints, keys and what is supported.",
        Facts = "Settings",
        None = "none",
        Pkce = "PKCE",
        PkceRequired = "required (S256)",
        PkceExempt = "not required",
        Deactivate = "Deactivate",
        DeactivateTitle = static name => $"Deactivate {name}",
        DeactivateAdvice = "Nobody signs in to the application any more, and its refresh tokens are refused at once; access tokens last for up to an hour. Its settings stay, and it can be activated again.",
    };

    static readonly ApplicationTexts German = new()
    {
        Done = static what => what switch
        {
            Registered => "Die Anwendung wurde registriert. Bringen Sie die Werte unten zu ihr.",
            Changed => "Die Änderungen wurden gespeichert. Sie gelten ab der nächsten Anmeldung.",
            Deactivated => "Die Anwendung wurde deaktiviert. Niemand meldet sich mehr an ihr an.",
            Activated => "Die Anwendung wurde aktiviert. Man kann sich wieder an ihr anmelden.",
            _ => null,
        },
        ListTitle = "Anwendungen",
        ListAdvice = static owner => $"Woran sich Leute von {owner} anmelden, über OpenID Connect.",
        Register = "Anwendung registrieren",
        EmptyTitle = "Es gibt noch keine Anwendungen",
        EmptyAdvice = "Registrieren Sie eine mit ihrem Namen und der Adresse, an der sie Leute zurücknimmt. Sie erhalten die Werte für ihre Konfiguration.",
        Name = "Name",
        Kind = "Art",
        KindWeb = "Web, mit Geheimnis",
        KindNative = "nativ oder Browser",
        State = "Zustand",
        Active = "aktiv",
        Inactive = "deaktiviert",
        Created = "Registriert",
        NewTitle = "Anwendung registrieren",
        NewAdvice = "Leute der Organisation, und niemand sonst, können sich von da an bei ihr anmelden.",
        ChangeTitle = static name => $"{name} ändern",
        ChangeAdvice = "Änderungen gelten ab der nächsten Anmeldung. Ob die Anwendung ein Geheimnis hat, lässt sich nicht ändern.",
        NameHint = "Er steht auf der Anmeldeseite.",
        NameFault = "Geben Sie einen Namen mit höchstens 200 Zeichen ein.",
        ChooseWeb = "Web: läuft auf einem Server und hat ein Geheimnis",
        ChooseNative = "Nativ oder Browser: läuft, wo kein Geheimnis sicher ist",
        KindHint = "Telefone, Arbeitsplätze, Terminals und einzelne Seiten im Browser haben kein Geheimnis; PKCE schützt ihre Codes.",
        KindFault = "Wählen Sie eines der beiden.",
        Redirect = "Rückkehradressen (Redirect-URIs)",
        RedirectHint = "Eine pro Zeile. Verglichen wird Zeichen für Zeichen; https, oder http an 127.0.0.1, [::1] oder localhost.",
        RedirectMissing = "Geben Sie mindestens eine Adresse ein. Dorthin kehren Leute zurück, wenn sie sich angemeldet haben.",
        PostLogout = "Adressen nach dem Abmelden",
        PostLogoutLabel = "Adressen nach dem Abmelden (kann leer bleiben)",
        PostLogoutHint = "Eine pro Zeile. Dorthin dürfen Leute geschickt werden, die sich abgemeldet haben.",
        WebAddressFault = static address => $"„{address}“ geht nicht. Schreiben Sie eine vollständige https-Adresse ohne *, # und Benutzernamen; http geht nur an 127.0.0.1, [::1] und localhost.",
        NativeAddressFault = static address => $"„{address}“ geht nicht. Schreiben Sie https, http an 127.0.0.1, [::1] oder localhost, oder ein Schema wie example.contoso.app:/callback, ohne *, # und Benutzernamen.",
        TooManyAddresses = static most => $"Das sind mehr als {most}. Behalten Sie die, die verwendet werden.",
        WithoutPkce = "Sie kann kein PKCE",
        WithoutPkceHint = "Nur für eine Webanwendung, die sich nicht ändern lässt. Codes schützt dann allein ihr Geheimnis.",
        PkceFault = "Eine Anwendung ohne Geheimnis braucht PKCE: Nichts anderes schützt ihre Codes. Entfernen Sie das Häkchen, oder wählen Sie Web.",
        ThirdParty = "Sie gehört jemand anderem",
        ThirdPartyHint = "Menschen werden gefragt, bevor sie von ihnen erfährt, und können es zurücknehmen.",
        DeviceFlow = "Geräte ohne Browser dürfen sie verwenden",
        DeviceFlowHint = "Ein solches Gerät wird durch einen Code angemeldet, an einem anderen Gerät.",
        BackChannel = "Adresse, der das Ende einer Anmeldung mitgeteilt wird",
        BackChannelHint = "Freiwillig. Back-Channel-Logout: Dorthin kommt binnen Sekunden ein Logout-Token.",
        Save = "Änderungen speichern",
        DetailWeb = "Eine Webanwendung, die ihre Leute mit OpenID Connect anmeldet.",
        DetailNative = "Eine Anwendung ohne Geheimnis, die ihre Leute mit OpenID Connect anmeldet.",
        Change = "Ändern",
        InactiveTitle = "Diese Anwendung ist deaktiviert",
        InactiveAdvice = "Niemand meldet sich bei ihr an, und ihre Refresh-Token werden abgewiesen. Gelöscht wurde nichts.",
        Activate = "Wieder aktivieren",
        Values = "Für die Konfiguration der Anwendung",
        ValuesAdvice = "Die meisten Bibliotheken brauchen die ersten beiden Werte und lesen den Rest aus dem Discovery-Dokument.",
        Issuer = "Aussteller (Issuer)",
        ClientId = "Client-ID",
        Discovery = "Discovery-Dokument",
        DiscoveryHint = "Nennt Endpunkte, Schlüssel und was unterstützt wird.",
        Facts = "Einstellungen",
        None = "keine",
        Pkce = "PKCE",
        PkceRequired = "verlangt (S256)",
        PkceExempt = "nicht verlangt",
        Deactivate = "Deaktivieren",
        DeactivateTitle = static name => $"{name} deaktivieren",
        DeactivateAdvice = "Niemand meldet sich mehr bei der Anwendung an, und ihre Refresh-Token werden sofort abgewiesen; Zugriffstoken gelten bis zu einer Stunde. Ihre Einstellungen bleiben, und sie lässt sich wieder aktivieren.",
    };

    public static ApplicationTexts For(Language language) => language.Choose(English, German);
}
