using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

namespace Gatehouse.Server.SignIn;

/// <summary>How the pages of an organization look: its name, logo and accent. Pages of operators look like ours.</summary>
static class OrganizationBranding
{
    /// <param name="organization">Whose people the page is for, when that is known.</param>
    /// <param name="application">The name of the application that they are on the way to, or null.</param>
    public static Branding? Of(Organization? organization, string? application = null)
    {
        if (organization is null || organization.Id == OperatorsOrganization.Id)
            return application is null ? null : new Branding { Name = application };

        return new()
        {
            Name = organization.Name, Application = application, Accent = Accent.Find(organization.Accent),
            Logo = organization.LogoHash is { } hash ? LogoPath(organization.Id, hash) : null,
        };
    }

    /// <summary>Where a logo is. Another logo has another path.</summary>
    public static string LogoPath(OrganizationId organization, string hash) => $"/logos/{organization}/{hash}";
}

/// <summary>Reads, before a page of a sign-in, how the pages of the organization look that the sign-in knows.</summary>
sealed class FlowBranding(SignInCookies cookies, OrganizationCache organizations) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (cookies.Flow(http.Request) is { OrganizationId: { } id } flow
            && OrganizationBranding.Of(await organizations.GetAsync(id, http.RequestAborted), flow.Application) is { } branding)
            http.Features.Set(branding);

        return await next(context);
    }
}

/// <summary>The same before a page of somebody who is signed in.</summary>
sealed class SignedInBranding(OrganizationCache organizations) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Features.Get<SignedIn>() is { } signedIn
            && OrganizationBranding.Of(await organizations.GetAsync(signedIn.Organization, http.RequestAborted)) is { } branding)
            http.Features.Set(branding);

        return await next(context);
    }
}
