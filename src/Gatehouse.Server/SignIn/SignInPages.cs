using Gatehouse.Server.Ui;

namespace Gatehouse.Server.SignIn;

/// <summary>The pages of a sign-in that is under way.</summary>
static class SignInPages
{
    /// <summary>A group of them below one path: open to everybody, with forms that may end at the application that asked.</summary>
    public static RouteGroupBuilder MapSignInPages(this IEndpointRouteBuilder routes, string prefix) =>
        routes.MapPages(prefix).AllowAnonymous().AddEndpointFilter(static (context, next) =>
            context.HttpContext.RequestServices.GetRequiredService<SignInDispatcher>().AllowTargetAsync(context, next));
}
