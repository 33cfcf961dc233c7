using System.Text.RegularExpressions;

using Gatehouse.Server.Tests.Conversations;

namespace Gatehouse.Server.Tests.House;

/// <summary>The repository's files, for rules that are about the source itself.</summary>
static partial class SourceTree
{
    public static string Root => Repository.Root;

    public static string Server => Path.Combine(Root, "src", "Gatehouse.Server");

    public static IEnumerable<string> Files(string folder) => System.IO.Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(static file => Path.GetExtension(file) is ".cs" or ".razor" && !BuildOutput().IsMatch(file));

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex BuildOutput();
}
