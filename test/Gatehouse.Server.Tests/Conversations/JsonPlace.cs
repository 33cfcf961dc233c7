using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gatehouse.Server.Tests.Conversations;

/// <summary>
/// Finds values in an answer: <c>$.name.givenName</c>, <c>$['urn:…'].department</c>, <c>$.Resources[0].id</c>, <c>$.members[*].value</c>,
/// <c>$.emails[type=work].value</c>. Member names are compared exactly: answers use the canonical letter case.
/// </summary>
static partial class JsonPlace
{
    public static bool IsPath(string path)
    {
        if (!path.StartsWith('$'))
            return false;

        var at = 1;
        while (at < path.Length && StepPattern().Match(path, at) is { Success: true } step && step.Index == at)
            at += step.Length;
        return at == path.Length;
    }

    public static List<JsonElement> Find(JsonElement document, string path)
    {
        List<JsonElement> found = [document];
        foreach (Match step in StepPattern().Matches(path, 1))
            found = [.. found.SelectMany(element => Children(element, step))];
        return found;
    }

    static IEnumerable<JsonElement> Children(JsonElement element, Match step)
    {
        if (step.Groups["name"] is { Success: true } name)
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name.Value, out var member) ? [member] : [];
        if (element.ValueKind != JsonValueKind.Array)
            return [];
        if (step.Groups["index"] is { Success: true } index)
            return element.EnumerateArray().Skip(int.Parse(index.Value, CultureInfo.InvariantCulture)).Take(1);

        var (key, value) = (step.Groups["key"].Value, step.Groups["value"].Value);
        return key.Length == 0
            ? element.EnumerateArray()
            : element.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object && one.TryGetProperty(key, out var member)
                && IsEqual(member, value));
    }

    static bool IsEqual(JsonElement member, string value) => member.ValueKind == JsonValueKind.String
        ? member.GetString() == value
        : member.GetRawText() == value;

    [GeneratedRegex(
        @"\.(?<name>[A-Za-z$][A-Za-z0-9$_-]*)|\['(?<name>[^']+)'\]|\[(?<index>[0-9]+)\]|\[\*\]|\[(?<key>[A-Za-z]+)=(?<value>[^\]]+)\]")]
    private static partial Regex StepPattern();
}
