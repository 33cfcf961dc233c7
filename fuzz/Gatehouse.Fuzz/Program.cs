using System.Globalization;

using Gatehouse.Fuzz;

const string Usage = """
    gatehouse-fuzz run TARGET [SECONDS] [SEED]   changes the corpus at random and feeds it to the target
    gatehouse-fuzz replay TARGET FILE...         feeds files to the target
    gatehouse-fuzz afl TARGET                    reads one input from afl-fuzz; see fuzz/run.sh
    """;

if (args is not [var verb, var name, .. var rest] || !Targets.All.TryGetValue(name, out var target))
{
    await Console.Error.WriteLineAsync($"{Usage}\nTargets: {string.Join(", ", Targets.All.Keys)}");
    return 2;
}

switch (verb)
{
    case "replay":
        foreach (var file in rest)
            target(await File.ReadAllBytesAsync(file));
        return 0;
    case "afl":
        SharpFuzz.Fuzzer.OutOfProcess.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            target(input.ToArray());
        });
        return 0;
    case "run":
        return await RunAsync(Number(rest.ElementAtOrDefault(0), 30), Number(rest.ElementAtOrDefault(1), Environment.TickCount));
    default:
        await Console.Error.WriteLineAsync(Usage);
        return 2;
}

static int Number(string? text, int otherwise) => text is null ? otherwise : int.Parse(text, CultureInfo.InvariantCulture);

async Task<int> RunAsync(int seconds, int seed)
{
    var (seeds, mutator) = (Corpus.Of(name), new Mutator(seed));
    var (runs, until) = (0L, TimeProvider.System.GetUtcNow().AddSeconds(seconds));
    for (; TimeProvider.System.GetUtcNow() < until; runs++)
    {
        var input = mutator.Change(seeds[(int)(runs % seeds.Count)], seeds);
        try
        {
            target(input);
        }
        catch (Exception found)
        {
            var path = Path.Combine(Corpus.Root, name, $"found-{seed}-{runs}");
            await File.WriteAllBytesAsync(path, input);
            await Console.Error.WriteLineAsync($"{path}\n{found}");
            return 1;
        }
    }

    Console.WriteLine($"{name}: {runs:N0} inputs in {seconds} s, seed {seed}, nothing found");
    return 0;
}
