namespace Gatehouse.Server.Commands.Demo;

/// <summary>What the demo's organization gave its provisioning client.</summary>
sealed record DemoAccess(
    string OrganizationId, string OrganizationName, string ClientId, string ClientSecret, string TenantUrl, string TokenEndpoint);

/// <summary>Somebody who was provisioned and can sign in.</summary>
sealed record DemoSignIn(string SignInUrl, string Address, string Password);
