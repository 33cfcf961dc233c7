namespace Gatehouse.Fuzz;

/// <summary>Seeds, and what was found once: the files of fuzz/corpus, one folder a target.</summary>
static class Corpus
{
    public static string Root { get; } = Find();

    public static IReadOnlyList<byte[]> Of(string target) =>
        [.. Directory.GetFiles(Path.Combine(Root, target)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var corpus = Path.Combine(at.FullName, "fuzz", "corpus");
            if (Directory.Exists(corpus))
                return corpus;
        }

        throw new DirectoryNotFoundException("fuzz/corpus is not above the program.");
    }
}
