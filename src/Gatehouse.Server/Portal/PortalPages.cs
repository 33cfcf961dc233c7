using Gatehouse.Server.SignIn;
using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Portal;

/// <summary>Pages of whoever is signed in.</summary>
static class PortalPages
{
    public const string Profile = "/portal/profile";
    public const string Security = "/portal/security";
    public const string Devices = "/portal/devices";
    public const string Applications = "/portal/applications";
    public const string Activity = "/portal/activity";

    public static RouteGroupBuilder MapPortalPages(this IEndpointRouteBuilder routes, string prefix) =>
        routes.MapPages(prefix).RequireAuthorization(SignInAuthentication.Policy);
}
