namespace Gatehouse.Fuzz;

/// <summary>Changes inputs at random, the same for the same seed: for runs without a fuzzer that measures coverage.</summary>
sealed class Mutator(int seed)
{
    const int MostChanges = 6;
    const int LongestPiece = 64;

    static readonly byte[][] Words = [.. new[]
    {
        "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE x>", "&#0;", "&amp;", "ID=\"_assertion1\"", "xmlns=\"\"", "\u0000", "\uFEFF", "\\u0000", "\"", "{", "[", "(", " and ", "9999999999999999999999",
    }.Select(System.Text.Encoding.UTF8.GetBytes)];

    // Not a secret: a run has to be repeatable.
#pragma warning disable CA5394
    readonly Random random = new(seed);

    public byte[] Change(byte[] input, IReadOnlyList<byte[]> others)
    {
        var changed = input.ToList();
        for (var left = random.Next(1, MostChanges); left > 0; left--)
            ChangeOnce(changed, others[random.Next(others.Count)]);
        return [.. changed];
    }

    void ChangeOnce(List<byte> input, byte[] other)
    {
        var at = random.Next(input.Count + 1);
        var length = Math.Min(random.Next(1, LongestPiece), input.Count - at);
        switch (random.Next(6))
        {
            case 0 when at < input.Count:
                input[at] = (byte)random.Next(256);
                break;
            case 1:
                input.RemoveRange(at, length);
                break;
            case 2:
                input.InsertRange(at, input.GetRange(at, length));
                break;
            case 3:
                input.InsertRange(at, Words[random.Next(Words.Length)]);
                break;
            case 4 when other.Length > 0:
                var from = random.Next(other.Length);
                input.InsertRange(at, other[from..Math.Min(other.Length, from + LongestPiece)]);
                break;
            default:
                input.Insert(at, (byte)random.Next(256));
                break;
        }
    }
#pragma warning restore CA5394
}
