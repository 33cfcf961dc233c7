using Gatehouse.Server.Organizations;

namespace Gatehouse.Server.Console;

/// <summary>An organization as the list shows it.</summary>
public sealed record OrganizationLine(string Path, string Name, bool IsActive, DateTimeOffset CreatedAt)
{
    internal static OrganizationLine Of(Organization organization) => new(
        ConsolePaths.Of(organization.Id), organization.Name, organization.State == Organization.Active,
        DateTimeOffset.FromUnixTimeMilliseconds(organization.CreatedAt));
}
