using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;

namespace Gatehouse.Server.Console;

/// <summary>What concerns secrets needs a sign-in that is fresh (S77). The one place of the console that asks for another one.</summary>
sealed class FreshSignIn(SignInDispatcher dispatcher, TimeProvider clock)
{
    /// <param name="http">The request.</param>
    /// <param name="who">Whose sign-in it is.</param>
    /// <param name="returnUrl">The page to come back to.</param>
    /// <returns>The way to another sign-in, or null when this one is fresh.</returns>
    public IResult? Demand(HttpContext http, Operator who, string returnUrl)
    {
        if (StepUp.IsFresh(who.SignedIn, clock.GetUtcNow()))
            return null;

        return dispatcher.Begin(http, dispatcher.NewFlow(returnUrl) with { Organization = OperatorsOrganization.Id.ToString(), Address = who.Address });
    }
}
