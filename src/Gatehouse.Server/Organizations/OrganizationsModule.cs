namespace Gatehouse.Server.Organizations;

/// <summary>
/// Owns organizations, their e-mail domains and how their pages look, knows the one of the operators, and goes the rounds in which modules
/// forget what is over. Does not own what belongs to an organization: users, clients and keys have rooms of their own.
/// </summary>
static class OrganizationsModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<OrganizationRegister>();
        services.AddSingleton<EmailDomains>();
        services.AddSingleton<OrganizationCache>();
        services.AddSingleton<RetentionRounds>();
        services.AddHostedService(static provider => provider.GetRequiredService<RetentionRounds>());
        services.AddSingleton<OrganizationBrands>();
    }
}
