using System.Buffers;
using System.Text.Json;

using BenchmarkDotNet.Attributes;

using Gatehouse.Scim.Resources;

namespace Gatehouse.Benchmarks;

/// <summary>The resources of a list of 100 users, from stored text or from memory to the answer's bytes.</summary>
public class ListBenchmarks
{
    const int Page = 100;

    readonly ArrayBufferWriter<byte> answer = new(256 * 1_024);
    readonly ScimObject[] users = [.. Enumerable.Range(0, Page).Select(Documents.User)];
    readonly Projection twoAttributes = Projection.Of(["userName", "active"], [], Documents.UserType);
    byte[][] stored = [];

    [GlobalSetup]
    public void Store() => stored = [.. users.Select(static user => ScimJson.ToUtf8(user))];

    [Benchmark(Description = "write 100 users", Baseline = true)]
    public int Write() => WriteAll(users, Projection.Default);

    [Benchmark(Description = "write two attributes of 100 users")]
    public int WriteTwoAttributes() => WriteAll(users, twoAttributes);

    [Benchmark(Description = "read 100 stored users and write them")]
    public int ReadAndWrite() => WriteAll(stored.Select(static text => ScimJson.Parse(text).AsObject!), Projection.Default);

    int WriteAll(IEnumerable<ScimObject> page, Projection projection)
    {
        answer.ResetWrittenCount();
        using var json = new Utf8JsonWriter(answer, ScimJson.WriterOptions);
        json.WriteStartArray();
        foreach (var user in page)
            ResourceWriter.Write(json, user, Documents.UserType, projection);
        json.WriteEndArray();
        json.Flush();
        return answer.WrittenCount;
    }
}
