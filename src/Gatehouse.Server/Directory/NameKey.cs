using System.Text;

namespace Gatehouse.Server.Directory;

/// <summary>
/// The form in which names are compared and kept unique: width mapped, lower case, normalization form C, as RFC 8265 §3.3 prepares user
/// names. Made here because the two database engines disagree on what lower() means.
/// </summary>
static class NameKey
{
    /// <summary>Index entries must stay below a third of a PostgreSQL page.</summary>
    public const int MaxBytes = 2_000;

    public static string Of(string name)
    {
        if (Ascii.IsValid(name))
            return name.ToLowerInvariant();

        var mapped = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            // Full-width and half-width forms are the only compatibility characters that RFC 8265 maps.
            if (c is >= '\uFF01' and <= '\uFFEE')
                mapped.Append(c.ToString().Normalize(NormalizationForm.FormKC));
            else
                mapped.Append(c);
        }

        return mapped.ToString().ToLowerInvariant().Normalize(NormalizationForm.FormC);
    }

    public static bool Fits(string name) => name.Length <= 1_024 && Encoding.UTF8.GetByteCount(name) <= MaxBytes;
}
