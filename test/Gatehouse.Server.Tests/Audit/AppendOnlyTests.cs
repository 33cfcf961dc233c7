using System.Text.RegularExpressions;

using Gatehouse.Server.Tests.House;

namespace Gatehouse.Server.Tests.Audit;

/// <summary>The trail is only added to (S100): one class names its table, and no statement changes what is in it.</summary>
public sealed partial class AppendOnlyTests
{
    [Fact]
    public void Only_the_log_itself_names_the_table()
    {
        var naming = SourceTree.Files(SourceTree.Server)
            .Where(static file => File.ReadLines(file).Any(static line =>
                line.Contains("audit_events", StringComparison.Ordinal) && !line.TrimStart().StartsWith("///", StringComparison.Ordinal)))
            .Select(static file => Path.GetRelativePath(SourceTree.Server, file).Replace('\\', '/'));

        Assert.Equal(["Audit/AuditLog.cs"], naming);
    }

    [Fact]
    public void The_log_inserts_and_selects_and_does_nothing_else()
    {
        var source = File.ReadAllText(Path.Combine(SourceTree.Server, "Audit", "AuditLog.cs"));

        Assert.Equal(["insert into audit_events", .. Enumerable.Repeat("from audit_events", 3)], Uses().Matches(source).Select(static match => match.Value));
        Assert.DoesNotContain("on conflict", source, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(Changes(), source);
    }

    [Fact]
    public void No_migration_changes_events_and_no_other_table_takes_them_along()
    {
        var scripts = System.IO.Directory.GetFiles(Path.Combine(SourceTree.Server, "Storage", "Migrations"), "0*.sql")
            .Select(File.ReadAllText)
            .ToList();

        var created = Assert.Single(scripts, static text => text.Contains("create table audit_events", StringComparison.Ordinal));
        var table = created[created.IndexOf("create table audit_events", StringComparison.Ordinal)..];
        Assert.DoesNotContain("references", table[..table.IndexOf(';', StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.All(scripts, static text => Assert.DoesNotMatch(Changes(), text));
    }

    [GeneratedRegex(@"\b[a-z]+( into)? audit_events")]
    private static partial Regex Uses();

    [GeneratedRegex(@"\b(update|delete\s+from|truncate(\s+table)?|drop\s+table|alter\s+table)\s+audit_events", RegexOptions.IgnoreCase)]
    private static partial Regex Changes();
}
