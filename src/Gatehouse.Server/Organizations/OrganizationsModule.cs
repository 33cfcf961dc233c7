namespace Gatehouse.Server.Organizations;

/// <summary>Owns organizations, their e-mail domains and how their pages look, and knows the one of the operators. Does not own what belongs to an organization: users, clients and keys have rooms of their own.</summary>
static class OrganizationsModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<OrganizationRegister>();
        services.AddSingleton<OrganizationCache>();
        services.AddSingleton<OrganizationBrands>();
    }
}
