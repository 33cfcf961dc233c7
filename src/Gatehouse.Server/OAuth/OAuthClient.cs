using Gatehouse.Server.Clients;
using Gatehouse.Server.OAuth.Applications;

namespace Gatehouse.Server.OAuth;

/// <summary>A client as OpenIddict sees one: either a provisioning client of Clients/, or an application that people sign in to.</summary>
sealed record OAuthClient
{
    public required string ClientId { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<ClientSecret> Secrets { get; init; }

    public AuthenticatingClient? Provisioning { get; init; }

    public Application? Application { get; init; }

    public static OAuthClient Of(AuthenticatingClient client) => new()
    {
        ClientId = client.Id.ToString(), Name = client.Name, Secrets = client.Secrets, Provisioning = client,
    };

    public static OAuthClient Of(Application application, IReadOnlyList<ClientSecret> secrets) => new()
    {
        ClientId = application.Id.ToString(), Name = application.Name, Secrets = secrets, Application = application,
    };
}
