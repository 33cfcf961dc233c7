using System.Text;

namespace Gatehouse.Server.OAuth.Applications;

/// <summary>Where codes, and people who signed out, may be sent (RFC 9700 §2.1, RFC 8252 §7).</summary>
static class RedirectAddress
{
    const int Longest = 2_000;

    /// <summary>
    /// Https, http where the program itself listens, or for a public application a scheme of its own, such as <c>example.contoso.app</c>.
    /// Addresses are compared character by character, so none may hold what a browser would write differently.
    /// </summary>
    public static bool IsUsable(string text, bool isPublic) =>
        text.Length <= Longest && Ascii.IsValid(text) && !text.Any(static letter => letter is '#' or '*' || char.IsWhiteSpace(letter) || char.IsControl(letter))
        && Uri.IsWellFormedUriString(text, UriKind.Absolute) && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)
            || (isPublic && uri.Scheme.Contains('.', StringComparison.Ordinal)));
}
