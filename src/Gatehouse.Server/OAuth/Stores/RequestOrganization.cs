using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;

using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;

namespace Gatehouse.Server.OAuth.Stores;

/// <summary>
/// Whose request it is that presents a reference: the application's organization, or that of whoever is signed in and enters a device's code.
/// A reference of another organization is not found.
/// </summary>
sealed class RequestOrganization(IHttpContextAccessor requests)
{
    public async ValueTask<OrganizationId?> FindAsync()
    {
        if (requests.HttpContext is not { } http)
            return null;
        if (ApplicationClientId.TryParse(http.GetOpenIddictServerRequest()?.ClientId, out var application))
            return application.Organization;

        await http.AuthenticateAsync(SignInAuthentication.SchemeName);
        return http.Features.Get<SignedIn>()?.Organization;
    }
}
