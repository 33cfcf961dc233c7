using Gatehouse.Server.OAuth.Applications;

namespace Gatehouse.Server.Console;

/// <summary>An application as the list shows it.</summary>
public sealed record ApplicationLine(string Path, string Name, bool IsPublic, bool IsActive, DateTimeOffset CreatedAt)
{
    internal static ApplicationLine Of(RegisteredApplication application) => new(
        ConsolePaths.Of(application.Id), application.Name, application.IsPublic, application.IsActive, application.CreatedAt);
}

/// <summary>An application as its own page shows it.</summary>
public sealed record ApplicationDetail
{
    public required string Path { get; init; }

    public required string Name { get; init; }

    public required string ClientId { get; init; }

    public required string Issuer { get; init; }

    public required string DiscoveryUrl { get; init; }

    public required bool IsPublic { get; init; }

    public required bool IsActive { get; init; }

    public required bool RequiresPkce { get; init; }

    public required IReadOnlyList<string> RedirectUris { get; init; }

    public required IReadOnlyList<string> PostLogoutUris { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The newest first.</summary>
    public required IReadOnlyList<SecretLine> Secrets { get; init; }

    public int ValidSecrets => Secrets.Count(static one => one.IsValid);

    /// <summary>As many work as may.</summary>
    public bool HasAllSecrets => ValidSecrets >= RegisteredApplications.MostSecrets;
}

/// <summary>A secret as the list shows it: when it was made and whether it works.</summary>
public sealed record SecretLine(string Id, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, bool IsValid);
