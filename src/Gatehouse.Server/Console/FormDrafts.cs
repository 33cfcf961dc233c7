using System.Security.Cryptography;

using Microsoft.AspNetCore.DataProtection;

namespace Gatehouse.Server.Console;

/// <summary>
/// Takes what was entered in a form through a sign-in that came in between. Sealed for the operator, so that nobody else's link can fill
/// the form in.
/// </summary>
sealed class FormDrafts(IDataProtectionProvider protection)
{
    public const string Parameter = "draft";

    /// <summary>The address travels in the cookie of the sign-in, which has to fit into four kilobytes.</summary>
    const int Longest = 1_500;

    readonly IDataProtector protector = protection.CreateProtector("console-form-draft");

    /// <summary>The path with the draft, or without one that is too long.</summary>
    public string Carry(Operator who, string path, string entered)
    {
        var whole = path + QueryString.Create(Parameter, ProtectorOf(who).Protect(entered)).ToUriComponent();
        return whole.Length <= Longest ? whole : path;
    }

    public string? Find(Operator who, string? draft)
    {
        try
        {
            return draft is null ? null : ProtectorOf(who).Unprotect(draft);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    IDataProtector ProtectorOf(Operator who) => protector.CreateProtector(who.User.ToString());
}
