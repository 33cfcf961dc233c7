namespace Gatehouse.Server.Directory;

/// <summary>
/// Owns users, their roles, groups, memberships, deleted users and the organizations' own schemas, and is the only writer of their tables.
/// Knows SCIM resources, because that is what it stores; knows nothing of HTTP, tokens or sign-in.
/// </summary>
static class DirectoryModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<Users>();
        services.AddSingleton<RoleAssignments>();
        services.AddSingleton<DeletedUsers>();
        services.AddSingleton<Groups>();
        services.AddSingleton<GroupMembers>();
        services.AddSingleton<OrganizationSchemas>();
        services.AddSingleton<SchemaCatalogs>();
        services.AddHostedService<DeletedUserRetention>();
    }
}
