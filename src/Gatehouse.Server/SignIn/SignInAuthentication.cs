using System.Security.Claims;
using System.Text.Encodings.Web;

using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Gatehouse.Server.SignIn;

/// <summary>Who is signed in, as every page gets it.</summary>
sealed record SignedIn(OrganizationId Organization, UserId User, StoredSignIn SignIn)
{
    /// <summary>Lets the endpoints of pages for people who are signed in take it as a parameter.</summary>
    public static ValueTask<SignedIn?> BindAsync(HttpContext http) => ValueTask.FromResult(http.Features.Get<SignedIn>());
}

/// <summary>Recognizes the sign-in cookie. A person without one is sent to the sign-in page and comes back.</summary>
sealed class SignInAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, SignInCookies cookies, SignIns signIns, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "sign-in";

    /// <summary>For pages of people who are signed in.</summary>
    public static readonly AuthorizationPolicy Policy = new AuthorizationPolicyBuilder(SchemeName).RequireAuthenticatedUser().Build();

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (await signIns.FindAsync(cookies.SignInHandle(Request), Context.RequestAborted) is not var (organization, signIn))
            return AuthenticateResult.NoResult();

        Context.Features.Set(new SignedIn(organization, new UserId(signIn.UserId), signIn));
        var identity = new ClaimsIdentity([new Claim("sub", signIn.UserId.ToString("D")), new Claim("org", organization.ToString())], SchemeName);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // A form that was posted cannot be posted again after the sign-in: its part of the server begins at the first page.
        var back = HttpMethods.IsGet(Request.Method) ? Request.Path + Request.QueryString : "/" + Request.Path.Value?.Split('/').ElementAtOrDefault(1);
        var organization = Context.GetEndpoint()?.Metadata.GetMetadata<PeopleOf>()?.Organization;
        cookies.SetFlow(Response, new SignInFlow { ReturnUrl = back, BegunAt = clock.GetUtcNow(), Organization = organization?.ToString() });
        Response.Redirect("/sign-in");
        return Task.CompletedTask;
    }
}
