using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// Looks a password up in a file of leaked ones, without asking anybody on the network: lines of SHA-1 in upper-case hexadecimal, in order,
/// each with anything behind a colon, as the Pwned Passwords download is. Without a file nothing is known to have leaked.
/// </summary>
sealed class BreachedPasswords(string? file)
{
    const int HashLength = 40;
    const int LongestLine = 64;

    /// <exception cref="IOException">The file is gone.</exception>
    public bool Contains(string password)
    {
        if (file is null)
            return false;

#pragma warning disable CA5350 // The form of the list; nothing is protected by it.
        var wanted = Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350
        using var lines = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        var (low, high) = (0L, lines.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (LineFrom(lines, middle) is not ({ } hash, var next))
            {
                high = middle;
                continue;
            }

            switch (string.CompareOrdinal(hash, wanted))
            {
                case 0:
                    return true;
                case < 0:
                    low = next;
                    break;
                default:
                    high = middle;
                    break;
            }
        }

        return false;
    }

    /// <summary>The hash of the first line that begins at or behind a position, and where the next one begins. Null behind the last.</summary>
    static (string Hash, long Next)? LineFrom(FileStream lines, long position)
    {
        Span<byte> around = stackalloc byte[3 * LongestLine];
        lines.Position = Math.Max(0, position - 1);
        var read = lines.ReadAtLeast(around, around.Length, throwOnEndOfStream: false);
        var text = around[..read];

        // Only behind a line's end does a line begin; the byte before the position tells.
        var begin = position == 0 ? 0 : text.IndexOf((byte)'\n') + 1;
        if ((position != 0 && begin == 0) || text.Length - begin < HashLength)
            return null;

        var length = text[begin..].IndexOf((byte)'\n');
        var at = Math.Max(0, position - 1) + begin;
        return (Encoding.ASCII.GetString(text.Slice(begin, HashLength)), at + (length < 0 ? text.Length - begin : length + 1));
    }
}
