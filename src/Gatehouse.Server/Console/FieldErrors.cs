using Gatehouse.Server.Ui.Pieces;

namespace Gatehouse.Server.Console;

/// <summary>The faults of a form, as its fields ask for them.</summary>
static class FieldErrors
{
    /// <returns>What is wrong with a field, or null.</returns>
    public static string? Of(this IReadOnlyList<FieldError> faults, string field) => faults.FirstOrDefault(fault => fault.Field == field)?.Message;
}
