using System.Globalization;

using Gatehouse.Server.SignIn;

namespace Gatehouse.Server.Federation;

/// <summary>Reads what we want to know out of what an identity provider sent, by the names that the organization has set.</summary>
static class ClaimReader
{
    const int LongestSubject = 512;
    const int LongestName = 200;
    const int MostReceived = 60;
    const int LongestReceived = 500;

    /// <param name="provider">Whose word it is.</param>
    /// <param name="claims">What came, in the order in which it came.</param>
    /// <exception cref="FederationException">There is nothing that says who it is.</exception>
    public static ExternalIdentity Read(IdentityProvider provider, IReadOnlyList<ReceivedClaim> claims)
    {
        var names = provider.Settings.Claims;
        var subject = ValueOf(claims, names.UserId);
        if (subject is null || subject.Length > LongestSubject || subject.Any(char.IsControl))
            throw new FederationException(FederationFault.NoUserId, $"The identity provider sent no '{names.UserId}', which is to name the person for good, or one that is longer than {LongestSubject} characters.");

        var address = ValueOf(claims, names.Email);
        return new()
        {
            Subject = subject, Address = MailAddress.Canonical(address), AddressAsSent = Line(address, LongestReceived),
            IsAddressUnverified = ValueOf(claims, "email_verified") is "false" or "False" or "0",
            PreferredName = Line(ValueOf(claims, names.PreferredName), LongestName), FirstName = Line(ValueOf(claims, names.FirstName), LongestName),
            LastName = Line(ValueOf(claims, names.LastName), LongestName),
            Received = [.. claims.Take(MostReceived).Select(static one => new ReceivedClaim(Line(one.Name, LongestReceived) ?? "", Line(one.Value, LongestReceived) ?? ""))],
        };
    }

    static string? ValueOf(IReadOnlyList<ReceivedClaim> claims, string? name) =>
        name is null ? null : claims.FirstOrDefault(one => one.Name == name)?.Value is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <summary>A text of others on one line, without what could make it look like another.</summary>
    public static string? Line(string? text, int longest)
    {
        if (text is null)
            return null;

        var line = string.Concat(text.Select(static c => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate ? ' ' : c)).Trim();
        return line.Length == 0 ? null : line[..Math.Min(line.Length, longest)];
    }
}
