using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Console;

/// <summary>The words around every page of the console.</summary>
public sealed record ConsoleTexts
{
    public required string Organizations { get; init; }
    public required string Overview { get; init; }
    public required string Applications { get; init; }
    public required string Federations { get; init; }
    public required string Branding { get; init; }
    public required string SignOut { get; init; }
    public required string Cancel { get; init; }
    public required string TypeWord { get; init; }
    public required string TypeLabel { get; init; }
    public required string TypeFault { get; init; }
    public required string Faults { get; init; }
    public required string Pages { get; init; }
    public required string FirstPage { get; init; }
    public required string NextPage { get; init; }

    static readonly ConsoleTexts English = new()
    {
        Organizations = "Organizations",
        Overview = "Overview",
        Applications = "Applications",
        Federations = "Identity providers",
        Branding = "Branding",
        SignOut = "Sign out",
        Cancel = "Cancel",
        TypeWord = "To confirm, type this name:",
        TypeLabel = "Name",
        TypeFault = "This is not the name. Type it exactly as it stands above.",
        Faults = "This has to change first",
        Pages = "Pages of the list",
        FirstPage = "First page",
        NextPage = "Next page",
    };

    static readonly ConsoleTexts German = new()
    {
        Organizations = "Organisationen",
        Overview = "Übersicht",
        Applications = "Anwendungen",
        Federations = "Identitätsanbieter",
        Branding = "Erscheinungsbild",
        SignOut = "Abmelden",
        Cancel = "Abbrechen",
        TypeWord = "Zur Bestätigung geben Sie diesen Namen ein:",
        TypeLabel = "Name",
        TypeFault = "Das ist nicht der Name. Geben Sie ihn genau so ein, wie er oben steht.",
        Faults = "Das muss zuerst geändert werden",
        Pages = "Seiten der Liste",
        FirstPage = "Erste Seite",
        NextPage = "Nächste Seite",
    };

    public static ConsoleTexts For(Language language) => language.Choose(English, German);
}
