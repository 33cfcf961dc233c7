using Gatehouse.Server.SignIn;
using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Portal;

/// <summary>What a person may change of the own profile, as the form holds it.</summary>
public sealed record ProfileForm
{
    const int Longest = 100;

    public string? DisplayName { get; init; }

    public string? GivenName { get; init; }

    public string? FamilyName { get; init; }

    public string? PreferredLanguage { get; init; }

    internal static ProfileForm Of(Account account, Language reader)
    {
        var name = account.Resource["name"].AsObject;
        return new()
        {
            DisplayName = account.Name, GivenName = name?["givenName"].AsText, FamilyName = name?["familyName"].AsText,
            PreferredLanguage = (Language.Find(account.Language?.Split(',', ';', '-')[0].Trim()) ?? reader).Code,
        };
    }

    public ProfileForm Trimmed() => new()
    {
        DisplayName = Trimmed(DisplayName), GivenName = Trimmed(GivenName), FamilyName = Trimmed(FamilyName), PreferredLanguage = PreferredLanguage,
    };

    static string? Trimmed(string? text) => text?.Trim() is { Length: > 0 } rest ? new string([.. rest.Where(static c => !char.IsControl(c))]) : null;

    /// <returns>What is wrong, or null.</returns>
    internal string? Fault(ProfileTexts texts) =>
        DisplayName is null ? texts.Missing
        : new[] { DisplayName, GivenName, FamilyName }.Any(static text => text?.Length > Longest) ? texts.TooLong
        : null;
}
