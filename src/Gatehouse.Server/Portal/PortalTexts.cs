using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Portal;

/// <summary>The words around the portal's pages.</summary>
sealed record PortalTexts
{
    public required string Profile { get; init; }
    public required string Security { get; init; }
    public required string Devices { get; init; }
    public required string Applications { get; init; }
    public required string Activity { get; init; }
    public required string SignOut { get; init; }

    static readonly PortalTexts English = new()
    {
        Profile = "Profile",
        Security = "Security",
        Devices = "Devices",
        Applications = "Applications",
        Activity = "Activity",
        SignOut = "Sign out",
    };

    static readonly PortalTexts German = new()
    {
        Profile = "Profil",
        Security = "Sicherheit",
        Devices = "Geräte",
        Applications = "Anwendungen",
        Activity = "Aktivität",
        SignOut = "Abmelden",
    };

    public static PortalTexts For(Language language) => language.Choose(English, German);
}
