using Gatehouse.Server.Federation;
using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Console;

/// <summary>What the paths of the console name. The operators' own organization is not among it.</summary>
sealed class PathSubjects(
    Database database, OrganizationRegister organizations, RegisteredApplications applications, IdentityProviders providers)
{
    public async Task<Organization?> OrganizationAsync(string organization, CancellationToken stop) =>
        OperatorsOrganization.TryParseCustomer(organization, out var id) ? await database.ReadAsync(id, db => organizations.FindAsync(db, stop), stop) : null;

    /// <summary>An application of an organization, in whatever state.</summary>
    public async Task<NamedApplication?> ApplicationAsync(string organization, string application, CancellationToken stop)
    {
        if (!OperatorsOrganization.TryParseCustomer(organization, out var id) || !Guid.TryParseExact(application, "N", out var value))
            return null;

        return await database.ReadAsync(id, async db =>
            await organizations.FindAsync(db, stop) is { } owner && await applications.FindAsync(db, new(id, value), stop) is { } found
                ? new NamedApplication(owner, found)
                : null, stop);
    }

    /// <summary>An identity provider of an organization, in whatever state.</summary>
    public async Task<NamedFederation?> FederationAsync(string organization, string federation, CancellationToken stop)
    {
        if (!OperatorsOrganization.TryParseCustomer(organization, out var id) || !Guid.TryParseExact(federation, "N", out var value))
            return null;

        return await database.ReadAsync(id, async db =>
            await organizations.FindAsync(db, stop) is { } owner && await providers.FindAsync(db, value, stop) is { } found ? new NamedFederation(owner, found) : null, stop);
    }
}

/// <summary>An identity provider and whose it is.</summary>
sealed record NamedFederation(Organization Organization, IdentityProvider Provider)
{
    public string Path => ConsolePaths.Of(Provider.Id);
}

/// <summary>An application and whose it is.</summary>
sealed record NamedApplication(Organization Organization, RegisteredApplication Application)
{
    public ApplicationClientId Id => Application.Id;

    public string Path => ConsolePaths.Of(Id);
}
