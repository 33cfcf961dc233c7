using Gatehouse.Server.Ui;

using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>The words for what applications may have.</summary>
public sealed record ConsentTexts
{
    public required Func<string, string> Title { get; init; }
    public required Func<string, string> Advice { get; init; }
    public required Func<string, string> Scope { get; init; }
    public required string Allow { get; init; }
    public required string Deny { get; init; }
    public required string Withdraw { get; init; }

    static readonly ConsentTexts English = new()
    {
        Title = static name => $"Let {name} know who you are?",
        Advice = static host => $"The application is not one of your organization's own. It runs at {host} and asks for this:",
        Scope = static scope => scope switch
        {
            Scopes.OpenId => "that it is you: a number that only stands for your account",
            Scopes.Profile => "your name, user name and language",
            Scopes.Email => "your e-mail address",
            Scopes.OfflineAccess => "to ask again later, while you are away",
            UserClaims.GroupsScope => "which groups of your organization you are a member of",
            _ => scope,
        },
        Allow = "Allow",
        Deny = "Do not allow",
        Withdraw = "You can take this back at any time, on the page Applications of your account.",
    };

    static readonly ConsentTexts German = new()
    {
        Title = static name => $"Darf {name} wissen, wer Sie sind?",
        Advice = static host => $"Die Anwendung gehört nicht Ihrer Organisation. Sie läuft unter {host} und bittet um Folgendes:",
        Scope = static scope => scope switch
        {
            Scopes.OpenId => "dass Sie es sind: eine Nummer, die nur für Ihr Konto steht",
            Scopes.Profile => "Ihren Namen, Benutzernamen und Ihre Sprache",
            Scopes.Email => "Ihre E-Mail-Adresse",
            Scopes.OfflineAccess => "später wieder zu fragen, auch wenn Sie nicht da sind",
            UserClaims.GroupsScope => "in welchen Gruppen Ihrer Organisation Sie sind",
            _ => scope,
        },
        Allow = "Erlauben",
        Deny = "Nicht erlauben",
        Withdraw = "Sie können das jederzeit zurücknehmen, auf der Seite Anwendungen Ihres Kontos.",
    };

    public static ConsentTexts For(Language language) => language.Choose(English, German);
}
