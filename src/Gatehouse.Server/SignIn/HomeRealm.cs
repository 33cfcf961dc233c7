using Gatehouse.Server.Organizations;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// Finds out by an address's domain whether its people sign in at their organization's own identity provider. Asks nothing about the person:
/// the answer is the same whether or not anybody has the address (S61).
/// </summary>
sealed class HomeRealm(EmailDomains domains)
{
    /// <summary>Where a sign-in goes on whose person is sent elsewhere.</summary>
    public const string Path = "/federation/start";

    /// <param name="flow">A sign-in whose address is known.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The sign-in, by now of an organization, when it goes on at <see cref="Path"/>; null when it goes on here.</returns>
    public async Task<SignInFlow?> FindAsync(SignInFlow flow, CancellationToken stop)
    {
        if (flow.Address is null || flow.PrefersPassword)
            return null;

        // An application of another organization has its own people; that somebody's company is elsewhere does not make them one of those.
        var domain = await domains.FindOfAnyAsync(EmailDomains.OfAddress(flow.Address), stop);
        return domain is { Routes: true } && (flow.OrganizationId is null || flow.OrganizationId == domain.Organization)
            ? flow with { Organization = domain.Organization.ToString() }
            : null;
    }
}
