using Gatehouse.Server.Ui.Pieces;

namespace Gatehouse.Server.Console;

/// <summary>What was entered on the branding page, what became of it, and what is wrong with it.</summary>
public sealed record BrandingInput
{
    public const string AccentDone = "accent";
    public const string LogoDone = "logo";
    public const string RemovedDone = "logo-removed";

    public required string Accent { get; init; }

    /// <summary>The nearest colour that can be read, when the entered one cannot.</summary>
    public string? Instead { get; init; }

    public IReadOnlyList<FieldError> Faults { get; init; } = [];

    /// <summary>What the form before this page did.</summary>
    public string? Done { get; init; }
}
