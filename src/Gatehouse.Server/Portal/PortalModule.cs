namespace Gatehouse.Server.Portal;

/// <summary>
/// Owns the pages of a person's own account: profile, security, devices, applications, activity. Owns no table: what it shows and changes
/// belongs to SignIn/, OAuth/, Directory/ and Audit/.
/// </summary>
static class PortalModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<People>();
        services.AddSingleton<OwnFactors>();
        services.AddSingleton<OwnProviders>();
        services.AddSingleton<NewAuthenticators>();
        services.AddSingleton<OwnData>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapProfile();
        routes.MapSecurity();
        routes.MapPasswordChange();
        routes.MapFactors();
        routes.MapDevices();
        routes.MapApplications();
        routes.MapActivity();
    }
}
