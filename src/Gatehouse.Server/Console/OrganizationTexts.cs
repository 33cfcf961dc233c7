using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Console;

/// <summary>The words of the pages about organizations.</summary>
public sealed record OrganizationTexts
{
    public required string ListTitle { get; init; }
    public required string ListAdvice { get; init; }
    public required string SearchLabel { get; init; }
    public required string Search { get; init; }
    public required string Create { get; init; }
    public required string EmptyTitle { get; init; }
    public required string EmptyAdvice { get; init; }
    public required Func<string, string> NoneTitle { get; init; }
    public required string NoneAdvice { get; init; }
    public required string ShowAll { get; init; }

    public required string Name { get; init; }
    public required string State { get; init; }
    public required string Active { get; init; }
    public required string Suspended { get; init; }
    public required string Created { get; init; }

    public required string NewTitle { get; init; }
    public required string NewAdvice { get; init; }
    public required string NameHint { get; init; }
    public required string NameFault { get; init; }
    public required string DomainsLabel { get; init; }
    public required string DomainsHint { get; init; }
    public required Func<string, string> DomainFault { get; init; }
    public required Func<int, string> DomainsFault { get; init; }
    public required Func<string, string> DomainTaken { get; init; }
    public required string ProfileLabel { get; init; }
    public required string ProfileHint { get; init; }
    public required string ProfileFault { get; init; }
    public required Func<string, string> ProfileName { get; init; }

    public required string CreatedNotice { get; init; }
    public required string DetailAdvice { get; init; }
    public required string SuspendedTitle { get; init; }
    public required string SuspendedAdvice { get; init; }
    public required string NextTitle { get; init; }
    public required string NextAdvice { get; init; }
    public required string Facts { get; init; }
    public required string Id { get; init; }
    public required string Users { get; init; }
    public required string Groups { get; init; }
    public required string Applications { get; init; }
    public required string Domains { get; init; }
    public required string NoDomains { get; init; }
    public required string Verified { get; init; }
    public required string Claimed { get; init; }
    public required string Profile { get; init; }
    public required string TenantUrl { get; init; }
    public required string TenantUrlHint { get; init; }
    public required string History { get; init; }
    public required Func<string, string> Actor { get; init; }

    static readonly OrganizationTexts English = new()
    {
        ListTitle = "Organizations",
        ListAdvice = "The customers of this installation. Each has its own people, applications and look.",
        SearchLabel = "Search by name",
        Search = "Search",
        Create = "Create organization",
        EmptyTitle = "There are no organizations yet",
        EmptyAdvice = "Create the first one. Then register the applications that its people sign in to.",
        NoneTitle = static part => $"No name contains “{part}”",
        NoneAdvice = "Upper and lower case are the same. Try a shorter part of the name.",
        ShowAll = "Show all organizations",
        Name = "Name",
        State = "State",
        Active = "active",
        Suspended = "suspended",
        Created = "Created",
        NewTitle = "Create an organization",
        NewAdvice = "It begins empty: its people come by provisioning, by import or by invitation.",
        NameHint = "As people see it on sign-in pages and in mails.",
        NameFault = "Enter a name, in at most 200 characters.",
        DomainsLabel = "E-mail domains (may stay empty)",
        DomainsHint = "One a line, such as contoso.example. They are claimed here; nothing is routed by a domain until it is verified.",
        DomainFault = static domain => $"“{domain}” is no domain name. Write it like contoso.example.",
        DomainsFault = static most => $"Enter at most {most} domains. More can be added later.",
        DomainTaken = static domain => $"“{domain}” belongs to another organization. Remove it from the list.",
        ProfileLabel = "SCIM attributes that are accepted",
        ProfileHint = "What provisioning clients may send. Anything else is refused.",
        ProfileFault = "Choose one of the three.",
        ProfileName = static profile => profile switch
        {
            "minimal" => "Minimal: names, addresses and language",
            "entra-default" => "Microsoft Entra ID’s own mapping",
            "extended" => "Extended: all of the standard",
            _ => profile,
        },
        CreatedNotice = "The organization was created.",
        DetailAdvice = "What this organization is, and what was done in it last.",
        SuspendedTitle = "This organization is suspended",
        SuspendedAdvice = "Nobody signs in to it and no client is served; nothing was deleted. The command that opens it again:",
        NextTitle = "Nobody can sign in to anything here yet",
        NextAdvice = "Register the first application of this organization.",
        Facts = "Facts",
        Id = "ID",
        Users = "Users",
        Groups = "Groups",
        Applications = "Applications",
        Domains = "E-mail domains",
        NoDomains = "none",
        Verified = "verified",
        Claimed = "claimed",
        Profile = "SCIM attributes",
        TenantUrl = "SCIM (Tenant URL)",
        TenantUrlHint = "For provisioning clients, with a secret made by “gatehouse clients create”.",
        History = "Latest events",
        Actor = static kind => kind switch
        {
            "operator" => "operator",
            "client" => "provisioning client",
            "user" => "user",
            _ => "system",
        },
    };

    static readonly OrganizationTexts German = new()
    {
        ListTitle = "Organisationen",
        ListAdvice = "Die Kunden dieser Installation. Jede hat eigene Leute, Anwendungen und ein eigenes Erscheinungsbild.",
        SearchLabel = "Nach Namen suchen",
        Search = "Suchen",
        Create = "Organisation anlegen",
        EmptyTitle = "Es gibt noch keine Organisationen",
        EmptyAdvice = "Legen Sie die erste an. Danach registrieren Sie die Anwendungen, an denen sich ihre Leute anmelden.",
        NoneTitle = static part => $"Kein Name enthält „{part}“",
        NoneAdvice = "Groß- und Kleinschreibung sind gleich. Versuchen Sie einen kürzeren Teil des Namens.",
        ShowAll = "Alle Organisationen zeigen",
        Name = "Name",
        State = "Zustand",
        Active = "aktiv",
        Suspended = "gesperrt",
        Created = "Angelegt",
        NewTitle = "Organisation anlegen",
        NewAdvice = "Sie beginnt leer: Ihre Leute kommen durch Provisionierung, Import oder Einladung.",
        NameHint = "So steht er auf Anmeldeseiten und in E-Mails.",
        NameFault = "Geben Sie einen Namen mit höchstens 200 Zeichen ein.",
        DomainsLabel = "E-Mail-Domains (kann leer bleiben)",
        DomainsHint = "Eine pro Zeile, zum Beispiel contoso.example. Hier werden sie beansprucht; wirksam wird eine Domain erst, wenn sie bestätigt ist.",
        DomainFault = static domain => $"„{domain}“ ist kein Domainname. Schreiben Sie ihn wie contoso.example.",
        DomainsFault = static most => $"Geben Sie höchstens {most} Domains ein. Weitere können später dazukommen.",
        DomainTaken = static domain => $"„{domain}“ gehört einer anderen Organisation. Entfernen Sie die Domain aus der Liste.",
        ProfileLabel = "SCIM-Attribute, die angenommen werden",
        ProfileHint = "Was Provisionierungsclients senden dürfen. Alles andere wird abgelehnt.",
        ProfileFault = "Wählen Sie eines der drei.",
        ProfileName = static profile => profile switch
        {
            "minimal" => "Minimal: Namen, Adressen und Sprache",
            "entra-default" => "Standardzuordnung von Microsoft Entra ID",
            "extended" => "Erweitert: alles aus dem Standard",
            _ => profile,
        },
        CreatedNotice = "Die Organisation wurde angelegt.",
        DetailAdvice = "Was diese Organisation ausmacht und was zuletzt in ihr geschah.",
        SuspendedTitle = "Diese Organisation ist gesperrt",
        SuspendedAdvice = "Niemand meldet sich bei ihr an, und kein Client wird bedient; gelöscht wurde nichts. Der Befehl, der sie wieder öffnet:",
        NextTitle = "Hier kann sich noch niemand irgendwo anmelden",
        NextAdvice = "Registrieren Sie die erste Anwendung dieser Organisation.",
        Facts = "Angaben",
        Id = "ID",
        Users = "Benutzer",
        Groups = "Gruppen",
        Applications = "Anwendungen",
        Domains = "E-Mail-Domains",
        NoDomains = "keine",
        Verified = "bestätigt",
        Claimed = "beansprucht",
        Profile = "SCIM-Attribute",
        TenantUrl = "SCIM (Mandanten-URL)",
        TenantUrlHint = "Für Provisionierungsclients, mit einem Geheimnis aus „gatehouse clients create“.",
        History = "Letzte Ereignisse",
        Actor = static kind => kind switch
        {
            "operator" => "Operator",
            "client" => "Provisionierungsclient",
            "user" => "Benutzer",
            _ => "System",
        },
    };

    public static OrganizationTexts For(Language language) => language.Choose(English, German);
}
