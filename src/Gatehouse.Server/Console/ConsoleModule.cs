using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Authorization;

namespace Gatehouse.Server.Console;

/// <summary>
/// Owns who operates the installation, the link for the first operator with the table operator_links, and the operators' pages at /console.
/// Does not own what those pages show: organizations, applications and the audit trail have rooms of their own, and so have the operators'
/// accounts (SignIn/) and roles (Directory/).
/// </summary>
static class ConsoleModule
{
    /// <summary>What commands need as well as the server.</summary>
    public static void AddCore(IServiceCollection services)
    {
        services.AddSingleton<Operators>();
        services.AddSingleton<FirstOperatorLinks>();
    }

    public static void Add(IServiceCollection services)
    {
        AddCore(services);
        services.AddSingleton<FreshSignIn>();
        services.AddSingleton<NewSecrets>();
        services.AddSingleton<FormDrafts>();
        services.AddSingleton<PathSubjects>();
        services.AddSingleton<FederationDetails>();
        services.AddSingleton<IAuthorizationHandler, OperatorHandler>();
        services.AddAuthorizationBuilder().AddPolicy(OperatorRequirement.Policy, static policy => policy
            .AddAuthenticationSchemes(SignInAuthentication.SchemeName)
            .RequireAuthenticatedUser()
            .AddRequirements(new OperatorRequirement()));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapFirstOperator();
        var console = routes.MapPages("/console").RequireAuthorization(OperatorRequirement.Policy).WithMetadata(new PeopleOf(OperatorsOrganization.Id));
        console.MapGet("", static () => SeeOther.To(ConsolePaths.Organizations));
        console.MapOrganizations();
        console.MapBranding();
        console.MapApplications();
        console.MapFederations();
        console.MapSecrets();
    }
}
