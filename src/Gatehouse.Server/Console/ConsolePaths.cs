using Gatehouse.Server.Federation;
using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Console;

/// <summary>Where the pages of the console are.</summary>
static class ConsolePaths
{
    public const string Organizations = "/console/organizations";

    public static string Of(OrganizationId organization) => $"{Organizations}/{organization}";

    public static string Branding(OrganizationId organization) => $"{Of(organization)}/branding";

    public static string Applications(OrganizationId organization) => $"{Of(organization)}/applications";

    public static string Federations(OrganizationId organization) => $"{Of(organization)}/federations";

    public static string Of(FederationId federation) => $"{Federations(federation.Organization)}/{federation.Value:N}";

    public static string Of(ApplicationClientId application) => $"{Applications(application.Organization)}/{application.Value:N}";
}
