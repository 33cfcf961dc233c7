using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Console;

/// <summary>The words about secrets of applications.</summary>
public sealed record SecretTexts
{
    public const string Stored = "secret-stored";
    public const string Gone = "secret-gone";
    public const string Ended = "secret-ended";

    /// <summary>What the form before this page did.</summary>
    public required Func<string, string?> Done { get; init; }

    public required string Title { get; init; }
    public required string None { get; init; }
    public required Func<string, string> Made { get; init; }
    public required string Works { get; init; }
    public required string IsEnded { get; init; }
    public required string EndLink { get; init; }
    public required string Renew { get; init; }

    public required Func<string, string> ShownTitle { get; init; }
    public required string ShownAdvice { get; init; }
    public required string Issuer { get; init; }
    public required string ClientId { get; init; }
    public required string Secret { get; init; }
    public required string SecretHint { get; init; }
    public required string IsStored { get; init; }
    public required string NotStored { get; init; }
    public required string Continue { get; init; }

    public required Func<string, string> RenewalTitle { get; init; }
    public required string RenewalAdvice { get; init; }
    public required IReadOnlyList<string> RenewalSteps { get; init; }
    public required string RenewalButton { get; init; }
    public required string FullTitle { get; init; }
    public required string FullAdvice { get; init; }
    public required string BackToApplication { get; init; }

    public required Func<string, string> EndTitle { get; init; }
    public required string EndAdvice { get; init; }
    public required string EndButton { get; init; }

    static readonly SecretTexts English = new()
    {
        Done = static what => what switch
        {
            Stored => "The secret is stored where you put it. It cannot be shown again here.",
            Gone => "The new secret cannot be shown any more. If nobody has stored it, renew it and end this one.",
            Ended => "The secret was ended.",
            _ => null,
        },
        Title = "Secrets",
        None = "There is no secret: the application cannot exchange codes for tokens.",
        Made = static at => $"Made {at}",
        Works = "works",
        IsEnded = "ended",
        EndLink = "End this secret",
        Renew = "Renew secret",
        ShownTitle = static name => $"The new secret of {name}",
        ShownAdvice = "Take these values to the application now. The secret is kept nowhere in the clear, so this page is the only one that shows it.",
        Issuer = "Issuer",
        ClientId = "Client ID",
        Secret = "Client secret",
        SecretHint = "Store it where the application reads it, such as its environment or a vault; never in its source.",
        IsStored = "I have stored the secret",
        NotStored = "Store the secret first, then tick this box: it is not shown again.",
        Continue = "Continue",
        RenewalTitle = static name => $"Renew the secret of {name}",
        RenewalAdvice = "Two secrets work at the same time, so that nobody is kept out while one takes the place of the other.",
        RenewalSteps =
        [
            "You make the new secret here and store it.",
            "Whoever runs the application puts it in the place of the old one.",
            "You come back and end the old one. Until then it works.",
        ],
        RenewalButton = "Make a new secret",
        FullTitle = "Two secrets work already",
        FullAdvice = "End the one that the application uses no longer; then make a new one.",
        BackToApplication = "Back to the application",
        EndTitle = static name => $"End a secret of {name}",
        EndAdvice = "Whatever presents this secret is refused at once, and people cannot sign in there any more. Other secrets go on working. It cannot be undone.",
        EndButton = "End the secret",
    };

    static readonly SecretTexts German = new()
    {
        Done = static what => what switch
        {
            Stored => "Das Geheimnis ist dort aufbewahrt, wo Sie es abgelegt haben. Hier lässt es sich nicht wieder zeigen.",
            Gone => "Das neue Geheimnis lässt sich nicht mehr zeigen. Hat es niemand aufbewahrt, erneuern Sie es und beenden Sie dieses.",
            Ended => "Das Geheimnis wurde beendet.",
            _ => null,
        },
        Title = "Geheimnisse",
        None = "Es gibt kein Geheimnis: Die Anwendung kann Codes nicht gegen Token tauschen.",
        Made = static at => $"Erzeugt {at}",
        Works = "gilt",
        IsEnded = "beendet",
        EndLink = "Dieses Geheimnis beenden",
        Renew = "Geheimnis erneuern",
        ShownTitle = static name => $"Das neue Geheimnis von {name}",
        ShownAdvice = "Bringen Sie diese Werte jetzt zur Anwendung. Das Geheimnis wird nirgends im Klartext aufbewahrt, nur diese Seite zeigt es.",
        Issuer = "Aussteller (Issuer)",
        ClientId = "Client-ID",
        Secret = "Clientgeheimnis",
        SecretHint = "Legen Sie es dort ab, wo die Anwendung es liest, etwa in ihrer Umgebung oder einem Tresor; nie in ihrem Quelltext.",
        IsStored = "Ich habe das Geheimnis aufbewahrt",
        NotStored = "Bewahren Sie das Geheimnis zuerst auf und setzen Sie dann dieses Häkchen: Es wird nicht wieder gezeigt.",
        Continue = "Weiter",
        RenewalTitle = static name => $"Geheimnis von {name} erneuern",
        RenewalAdvice = "Zwei Geheimnisse gelten zugleich, damit niemand ausgesperrt ist, während das eine das andere ablöst.",
        RenewalSteps =
        [
            "Sie erzeugen hier das neue Geheimnis und bewahren es auf.",
            "Wer die Anwendung betreibt, setzt es an die Stelle des alten.",
            "Sie kommen zurück und beenden das alte. Bis dahin gilt es.",
        ],
        RenewalButton = "Neues Geheimnis erzeugen",
        FullTitle = "Es gelten schon zwei Geheimnisse",
        FullAdvice = "Beenden Sie das, welches die Anwendung nicht mehr verwendet; danach erzeugen Sie ein neues.",
        BackToApplication = "Zurück zur Anwendung",
        EndTitle = static name => $"Ein Geheimnis von {name} beenden",
        EndAdvice = "Was dieses Geheimnis vorlegt, wird sofort abgewiesen, und dort kann sich niemand mehr anmelden. Andere Geheimnisse gelten weiter. Das lässt sich nicht rückgängig machen.",
        EndButton = "Geheimnis beenden",
    };

    public static SecretTexts For(Language language) => language.Choose(English, German);
}
