using System.Text;

using Gatehouse.Scim.Resources;

namespace Gatehouse.Server.Transfer;

/// <summary>SCIM resources as JSON, one on each line.</summary>
sealed class NdjsonSource(string path) : RecordSource(path)
{
    /// <summary>A line of this length holds a group of half a million members.</summary>
    const int MostBytes = 64 * 1024 * 1024;

    static readonly JsonLimits Limits = new() { Depth = 16, MembersPerObject = 1_000, TextLength = 65_536 };

    public override string Extension => ".ndjson";

    public override IEnumerable<ImportRecord> Read(long after)
    {
        Position = 0;
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        var buffer = new byte[1024 * 1024];
        var (begin, end, number, isLast) = (0, 0, 0L, false);
        while (!isLast || begin < end)
        {
            var newline = buffer.AsSpan(begin, end - begin).IndexOf((byte)'\n');
            if (newline < 0 && !isLast)
            {
                (buffer, end) = MakeRoom(buffer, begin, end, number);
                begin = 0;
                var read = file.Read(buffer, end, buffer.Length - end);
                end += read;
                Position += read;
                isLast = read == 0;
                continue;
            }

            var length = newline < 0 ? end - begin : newline;
            number++;
            var line = buffer.AsMemory(begin, length);
            begin += Math.Min(length + 1, end - begin);
            if (number > after && !IsBlank(line.Span))
                yield return new Record { Number = number, Line = number, Json = WithoutMark(line, number).ToArray() };
        }
    }

    (byte[] Buffer, int End) MakeRoom(byte[] buffer, int begin, int end, long number)
    {
        var kept = end - begin;
        if (kept >= MostBytes)
            throw new ImportException($"Line {number + 1} of {Path} is longer than {MostBytes / 1024 / 1024} MiB. Is this NDJSON, with one resource on each line?");

        var roomy = kept > buffer.Length / 2 ? new byte[buffer.Length * 2] : buffer;
        buffer.AsSpan(begin, kept).CopyTo(roomy);
        return (roomy, kept);
    }

    static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \t\r"u8).IsEmpty;

    static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> line, long number) =>
        number == 1 && line.Span.StartsWith(Encoding.UTF8.Preamble) ? line[Encoding.UTF8.Preamble.Length..] : line;

    sealed class Record : ImportRecord
    {
        public required byte[] Json { get; init; }

        public override string Text => Encoding.UTF8.GetString(Json.AsSpan().TrimEnd("\r"u8));

        public override int Size => Json.Length;

        public override bool MayHaveMembers => Json.AsSpan().IndexOf("\"members\""u8) >= 0;

        public override ScimValue Parse() => ScimJson.Parse(Json, Limits);
    }
}
