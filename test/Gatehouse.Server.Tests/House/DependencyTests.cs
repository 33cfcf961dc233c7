using System.Text.RegularExpressions;

namespace Gatehouse.Server.Tests.House;

/// <summary>Which folder of the server may know which other one. docs/reference/architecture.md draws the same arrows.</summary>
public sealed partial class DependencyTests
{
    static readonly string[] Base = ["Storage", "Http"];

    static readonly string[] Core = ["Organizations", "Directory", "Clients", "Keys", "Audit", "Mail", "Findings"];

    /// <summary>What pages are made of. Core knows no pages.</summary>
    const string Pages = "Ui";

    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Storage"] = [],
        ["Http"] = ["Storage"],
        [Pages] = [],
        ["Audit"] = Base,
        ["Keys"] = [.. Base, "Audit"],
        ["Organizations"] = [.. Base, "Audit", "Keys"],
        ["Clients"] = [.. Base, "Audit", "Organizations", "Keys"],
        ["Directory"] = [.. Base, "Audit", "Organizations"],
        ["Mail"] = [.. Base, "Audit", "Keys", "Organizations"],
        ["Findings"] = [.. Base, "Audit", "Mail", "Organizations"],
        ["SignIn"] = [.. Base, .. Core, Pages],
        ["OAuth"] = [.. Base, .. Core, Pages, "SignIn"],
        ["Federation"] = [.. Base, .. Core, Pages, "SignIn"],
        ["Portal"] = [.. Base, .. Core, Pages, "SignIn", "OAuth", "Federation"],
        ["Console"] = [.. Base, .. Core, Pages, "SignIn", "OAuth", "Federation"],
        ["Scim"] = [.. Base, .. Core],
        ["Transfer"] = [.. Base, .. Core],
    };

    /// <summary>The host and the commands put everything together; they alone may know all folders.</summary>
    static readonly string[] MayKnowAll = ["", "Commands"];

    [Fact]
    public void Every_folder_knows_only_those_below_it()
    {
        var wrong = new List<string>();
        foreach (var file in SourceTree.Files(SourceTree.Server))
        {
            var folder = FolderOf(file);
            if (MayKnowAll.Contains(folder))
                continue;

            Assert.True(Allowed.ContainsKey(folder), $"{folder} is a new folder: add its arrows here and to the architecture page.");
            wrong.AddRange(NamesOf(file)
                .Where(named => named != folder && !Allowed[folder].Contains(named))
                .Select(named => $"{Path.GetRelativePath(SourceTree.Root, file)} knows {named}"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_libraries_know_neither_web_server_nor_database_nor_product()
    {
        var scim = Path.Combine(SourceTree.Root, "src", "Gatehouse.Scim");

        Assert.DoesNotContain(SourceTree.Files(scim), static file =>
            File.ReadLines(file).Any(static line => line.StartsWith("using ", StringComparison.Ordinal)
                && !line.StartsWith("using System", StringComparison.Ordinal) && !line.StartsWith("using Gatehouse.Scim", StringComparison.Ordinal)
                && !line.StartsWith("using static Gatehouse.Scim", StringComparison.Ordinal) && line.Contains('.', StringComparison.Ordinal)
                && line.EndsWith(';') && !line.Contains('=', StringComparison.Ordinal) && !line.Contains(" var ", StringComparison.Ordinal)));
        Assert.DoesNotContain("Reference", File.ReadAllText(Path.Combine(scim, "Gatehouse.Scim.csproj")), StringComparison.Ordinal);
    }

    static string FolderOf(string file)
    {
        var parts = Path.GetRelativePath(SourceTree.Server, file).Split(Path.DirectorySeparatorChar);
        return parts.Length == 1 ? "" : parts[0];
    }

    static IEnumerable<string> NamesOf(string file) =>
        ServerNamespace().Matches(File.ReadAllText(file)).Select(static match => match.Groups[1].Value).Distinct();

    [GeneratedRegex(@"(?<!namespace )Gatehouse\.Server\.([A-Z]\w+)")]
    private static partial Regex ServerNamespace();
}
