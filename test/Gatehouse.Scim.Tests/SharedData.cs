using System.Text;
using System.Text.Json.Nodes;

using Gatehouse.Scim.Resources;

namespace Gatehouse.Scim.Tests;

/// <summary>Case data that lies beside the repository on some machines. Where it does not, its tests have no cases; the suites' own cover every rule.</summary>
static class SharedData
{
    /// <summary>A file of cases, or null where there is none.</summary>
    public static JsonNode? Read(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Gatehouse.slnx")))
            folder = Path.GetDirectoryName(folder);

        var shared = Environment.GetEnvironmentVariable("GATEHOUSE_SHARED") ?? Path.Combine(folder ?? ".", "..", "shared");
        var file = Path.Combine(shared, "data", name);
        if (File.Exists(file))
            return JsonNode.Parse(File.ReadAllText(file));

        TestContext.Current.SendDiagnosticMessage($"Left out: {name} is not beside the repository.");
        return null;
    }

    /// <summary>A resource or message with every <c>{{id:KEY}}</c> replaced.</summary>
    public static ScimValue Value(JsonNode? node, Func<string, string> idOf) =>
        ScimJson.Parse(Encoding.UTF8.GetBytes(Fill(node?.ToJsonString() ?? "null", idOf)));

    public static string Fill(string text, Func<string, string> idOf)
    {
        while (text.IndexOf("{{id:", StringComparison.Ordinal) is >= 0 and var start)
        {
            var end = text.IndexOf("}}", start, StringComparison.Ordinal);
            text = text[..start] + idOf(text[(start + 5)..end]) + text[(end + 2)..];
        }

        return text;
    }
}
