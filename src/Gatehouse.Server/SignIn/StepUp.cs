namespace Gatehouse.Server.SignIn;

/// <summary>
/// What could hand an account to somebody else (factors, passwords, addresses, secrets) needs a sign-in of the last ten minutes, so that an
/// unlocked screen is not enough (S77).
/// </summary>
static class StepUp
{
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(10);

    public static bool IsFresh(SignedIn signedIn, DateTimeOffset now) => signedIn.SignIn.AuthenticatedAt + Freshness > now;

    /// <summary>
    /// Sends whoever signed in too long ago to do so again, and back. For the page with the form as well as for what it posts to: nobody
    /// should fill in a form in vain.
    /// </summary>
    /// <param name="endpoint">Of pages for people who are signed in.</param>
    /// <param name="returnTo">The page to come back to, for what is posted.</param>
    public static TBuilder RequireFreshSignIn<TBuilder>(this TBuilder endpoint, string? returnTo = null)
        where TBuilder : IEndpointConventionBuilder => endpoint.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            var signedIn = http.Features.Get<SignedIn>() ?? throw new InvalidOperationException("The endpoint asks for a fresh sign-in but for none at all.");
            if (IsFresh(signedIn, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()))
                return await next(context);

            var back = returnTo ?? http.Request.Path + http.Request.QueryString;
            return await http.RequestServices.GetRequiredService<SignInDispatcher>().AskAgainAsync(http, signedIn, back);
        });
}
