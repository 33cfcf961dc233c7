using Gatehouse.Server.Directory;
using Gatehouse.Server.SignIn;

namespace Gatehouse.Server.Console;

/// <summary>The operator who asks for a page.</summary>
sealed record Operator(SignedIn SignedIn, string Name, string? Address)
{
    public UserId User => SignedIn.User;

    /// <summary>Lets an endpoint take the operator as a parameter: the policy has put it there.</summary>
    public static ValueTask<Operator?> BindAsync(HttpContext http) => ValueTask.FromResult(http.Features.Get<Operator>());
}
