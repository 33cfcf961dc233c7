namespace Gatehouse.Server.Ui;

/// <summary>Whose page it is, when it is not ours: an organization's or application's name, logo and colour.</summary>
public sealed record Branding
{
    public required string Name { get; init; }

    /// <summary>The application of the organization that the page is on the way to.</summary>
    public string? Application { get; init; }

    /// <summary>A path on this server. Pages load nothing from elsewhere (S83).</summary>
    public string? Logo
    {
        get;
        init => field = value is null || (value.StartsWith('/') && !value.StartsWith("//", StringComparison.Ordinal))
            ? value
            : throw new ArgumentException("A logo is a path on this server.", nameof(value));
    }

    public Accent? Accent { get; init; }
}
