using Gatehouse.Server.Mail;

namespace Gatehouse.Server.SignIn;

/// <summary>The mail addresses that people sign in with, in one form.</summary>
static class MailAddress
{
    /// <returns>The address in lower case, or null when it is none that mail could be sent to.</returns>
    public static string? Canonical(string? text) =>
        EmailAddress.TryParse(text?.Trim(), out var address) ? address.Value.ToLowerInvariant() : null;
}
