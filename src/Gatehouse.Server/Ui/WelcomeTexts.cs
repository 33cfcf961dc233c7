namespace Gatehouse.Server.Ui;

/// <summary>The words of the page at the root.</summary>
public sealed record WelcomeTexts
{
    public required string Title { get; init; }
    public required string Purpose { get; init; }
    public required string Advice { get; init; }
    public required string OpenAccount { get; init; }
    public required string Host { get; init; }

    static readonly WelcomeTexts English = new()
    {
        Title = "You have reached an identity server",
        Purpose = "Organizations use it to sign their people in to applications, and to keep accounts in step with their directories.",
        Advice = "If you were about to sign in, go back to the application and start there.",
        OpenAccount = "Open your account",
        Host = "Name of this server",
    };

    static readonly WelcomeTexts German = new()
    {
        Title = "Dies ist ein Identitätsserver",
        Purpose = "Organisationen nutzen ihn, um ihre Leute an Anwendungen anzumelden und Konten mit ihren Verzeichnissen abzugleichen.",
        Advice = "Wenn Sie sich anmelden wollten, gehen Sie zurück zur Anwendung und beginnen Sie dort.",
        OpenAccount = "Ihr Konto öffnen",
        Host = "Name dieses Servers",
    };

    public static WelcomeTexts For(Language language) => language.Choose(English, German);
}
