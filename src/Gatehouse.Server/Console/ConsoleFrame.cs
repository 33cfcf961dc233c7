using Gatehouse.Server.Organizations;
using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Console;

/// <summary>What stands around a page of the console: who reads it, in which language, and the organization that it is about.</summary>
public sealed record ConsoleFrame
{
    public required Language Language { get; init; }

    /// <summary>The operator's name.</summary>
    public required string Reader { get; init; }

    public required IReadOnlyList<NavigationItem> Navigation { get; init; }

    public ConsoleTexts Texts => ConsoleTexts.For(Language);

    internal static ConsoleFrame Of(Operator who, Language language, Organization? organization = null)
    {
        var texts = ConsoleTexts.For(language);
        var all = new NavigationItem(ConsolePaths.Organizations, texts.Organizations);
        return new()
        {
            Language = language, Reader = who.Name,
            Navigation = organization is null
                ? [all]
                :
                [
                    all,
                    new(ConsolePaths.Of(organization.Id), texts.Overview) { Heading = organization.Name },
                    new(ConsolePaths.Applications(organization.Id), texts.Applications),
                    new(ConsolePaths.Federations(organization.Id), texts.Federations),
                    new(ConsolePaths.Branding(organization.Id), texts.Branding),
                ],
        };
    }
}
