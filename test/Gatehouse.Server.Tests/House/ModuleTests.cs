using System.Text.RegularExpressions;

namespace Gatehouse.Server.Tests.House;

/// <summary>What every folder and file of the server has to be like.</summary>
public sealed partial class ModuleTests
{
    const int MostLines = 400;

    static readonly string[] NotModules = ["Commands", "Properties", "bin", "obj"];

    [Fact]
    public void Every_module_says_what_it_owns()
    {
        foreach (var folder in System.IO.Directory.EnumerateDirectories(SourceTree.Server).Select(Path.GetFileName).Except(NotModules))
        {
            var module = Path.Combine(SourceTree.Server, folder!, $"{folder}Module.cs");

            Assert.True(File.Exists(module), $"{folder} has no {folder}Module.cs.");
            Assert.Contains("/// <summary>", File.ReadAllText(module), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Log_messages_have_ids_of_their_own()
    {
        var ids = SourceTree.Files(SourceTree.Server)
            .SelectMany(static file => LogId().Matches(File.ReadAllText(file)).Select(static match => match.Groups[1].Value))
            .ToList();

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void No_file_is_longer_than_a_reader_bears() => Assert.DoesNotContain(
        SourceTree.Files(Path.Combine(SourceTree.Root, "src")), static file => File.ReadLines(file).Count() > MostLines);

    /// <summary>S83, S86: what the policy of pages forbids, and what would let text become markup.</summary>
    [Fact]
    public void Pages_hold_no_style_script_or_markup_out_of_text() => Assert.DoesNotContain(
        SourceTree.Files(SourceTree.Server), static file => Path.GetExtension(file) == ".razor" && Forbidden().IsMatch(File.ReadAllText(file))
            || RawMarkup().IsMatch(File.ReadAllText(file)));

    [Fact]
    public void Only_these_classes_work_without_an_organization()
    {
        string[] known =
        [
            "Commands/OrganizationCommands.cs", "Console/OrganizationEndpoints.cs", "Directory/DeletedUserRetention.cs",
            "Federation/FederationRounds.cs", "Findings/FindingDigests.cs", "Keys/ProtectionKeys.cs", "Keys/SigningKeys.cs",
            "Mail/MailDelivery.cs", "OAuth/OpenId/BackChannelLogout.cs",
            "Organizations/EmailDomains.cs", "Organizations/RetentionRounds.cs", "SignIn/LocalAccounts.cs", "Storage/InstanceSettings.cs",
        ];

        var users = SourceTree.Files(SourceTree.Server)
            .Where(static file => InstanceScope().IsMatch(File.ReadAllText(file)))
            .Select(static file => Path.GetRelativePath(SourceTree.Server, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

        Assert.Equal(known, users);
    }

    [GeneratedRegex(@"LoggerMessage\((\d+)")]
    private static partial Regex LogId();

    [GeneratedRegex(@"<script(?! src=""@PageAssets\.PasskeyScript"" defer></script>)|<style|\sstyle=|\son\w+=|javascript:|^@inject\b", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"\bMarkupString\b|\bAddMarkupContent\b|\bHtmlString\b")]
    private static partial Regex RawMarkup();

    [GeneratedRegex(@"[dD]atabase\.Instance\b")]
    private static partial Regex InstanceScope();
}
