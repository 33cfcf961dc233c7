using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Console;

/// <summary>The words of the page for the first operator.</summary>
public sealed record FirstOperatorTexts
{
    public required string Title { get; init; }
    public required string Advice { get; init; }
    public required string Name { get; init; }
    public required string NameFault { get; init; }
    public required string Address { get; init; }
    public required string AddressHint { get; init; }
    public required string AddressFault { get; init; }
    public required string Continue { get; init; }
    public required string Faults { get; init; }
    public required string DeadTitle { get; init; }
    public required string DeadAdvice { get; init; }

    static readonly FirstOperatorTexts English = new()
    {
        Title = "Become the first operator",
        Advice = "Operators create organizations and register applications. Say who you are; next you choose a password and a second factor.",
        Name = "Your name",
        NameFault = "Enter your name, in at most 200 characters.",
        Address = "E-mail address",
        AddressHint = "You sign in with it.",
        AddressFault = "Enter a whole e-mail address, such as mira@contoso.example.",
        Continue = "Continue",
        Faults = "This has to change first",
        DeadTitle = "This link works no longer",
        DeadAdvice = "It was used, is older than an hour, or the server was started again. Whoever runs the server gets a new one with “gatehouse operators invite ADDRESS”.",
    };

    static readonly FirstOperatorTexts German = new()
    {
        Title = "Werden Sie der erste Operator",
        Advice = "Operatoren legen Organisationen an und registrieren Anwendungen. Sagen Sie, wer Sie sind; danach wählen Sie ein Passwort und einen zweiten Faktor.",
        Name = "Ihr Name",
        NameFault = "Geben Sie Ihren Namen ein, mit höchstens 200 Zeichen.",
        Address = "E-Mail-Adresse",
        AddressHint = "Damit melden Sie sich an.",
        AddressFault = "Geben Sie eine vollständige E-Mail-Adresse ein, zum Beispiel mira@contoso.example.",
        Continue = "Weiter",
        Faults = "Das muss zuerst geändert werden",
        DeadTitle = "Dieser Link gilt nicht mehr",
        DeadAdvice = "Er wurde verwendet, ist älter als eine Stunde, oder der Server wurde neu gestartet. Wer den Server betreibt, erhält einen neuen mit „gatehouse operators invite ADRESSE“.",
    };

    public static FirstOperatorTexts For(Language language) => language.Choose(English, German);
}
