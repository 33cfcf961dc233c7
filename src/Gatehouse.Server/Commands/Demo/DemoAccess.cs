namespace Gatehouse.Server.Commands.Demo;

/// <summary>What the demo's organization gave its provisioning client.</summary>
sealed record DemoAccess(
    string OrganizationId, string OrganizationName, string ClientId, string ClientSecret, string TenantUrl, string TokenEndpoint);
