using Gatehouse.Server.Directory;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;

using Microsoft.AspNetCore.Authorization;

namespace Gatehouse.Server.Console;

/// <summary>Only operators pass. Asked anew with each request: whoever was removed is out at once.</summary>
sealed class OperatorRequirement : IAuthorizationRequirement
{
    public const string Policy = "operator";
}

sealed class OperatorHandler(Database database, RoleAssignments roles, Users users) : AuthorizationHandler<OperatorRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, OperatorRequirement requirement)
    {
        if (context.Resource is not HttpContext http || http.Features.Get<SignedIn>() is not { } signedIn || signedIn.Organization != OperatorsOrganization.Id)
            return;

        var stop = http.RequestAborted;
        var found = await database.ReadAsync(
            signedIn.Organization,
            async db => await roles.HasAsync(db, signedIn.User, RoleAssignments.Operator, stop) ? await users.FindAsync(db, signedIn.User, stop) : null, stop);
        if (found is null)
            return;

        var account = new Account(signedIn.Organization, signedIn.User, found.User.Read());
        http.Features.Set(new Operator(signedIn, account.Name, account.Address));
        context.Succeed(requirement);
    }
}
