using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Server.Scim;

/// <summary>References between the operations of a bulk request, and the order that satisfies them.</summary>
static class BulkOrder
{
    public const string Prefix = "bulkId:";

    /// <summary>The operations' places, each after those that create what it refers to; otherwise in the order of the request.</summary>
    public static IEnumerable<int> Of(IReadOnlyList<BulkOperation> operations)
    {
        var creators = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < operations.Count; i++)
        {
            if (operations[i] is { Method: "POST", BulkId: { } bulkId, Fault: null })
                creators.TryAdd(bulkId, i);
        }

        var waitsFor = operations.Select((operation, index) => ReferencesOf(operation)
            .Select(bulkId => creators.GetValueOrDefault(bulkId, index)).Where(creator => creator != index).ToHashSet()).ToList();
        var waiters = new List<int>[operations.Count];
        for (var i = 0; i < operations.Count; i++)
        {
            foreach (var creator in waitsFor[i])
                (waiters[creator] ??= []).Add(i);
        }

        var ready = new SortedSet<int>(Enumerable.Range(0, operations.Count).Where(i => waitsFor[i].Count == 0));
        var done = new bool[operations.Count];
        while (ready.Count > 0)
        {
            var next = ready.Min;
            ready.Remove(next);
            done[next] = true;
            yield return next;
            foreach (var waiter in waiters[next] ?? [])
            {
                waitsFor[waiter].Remove(next);
                if (waitsFor[waiter].Count == 0)
                    ready.Add(waiter);
            }
        }

        // What is left refers to itself in a circle; each of these is tried and told that its reference is missing.
        for (var i = 0; i < operations.Count; i++)
        {
            if (!done[i])
                yield return i;
        }
    }

    /// <summary>A copy of a body with every <c>bulkId:x</c> replaced by what the function answers; null leaves it.</summary>
    public static ScimValue Rewrite(ScimValue value, Func<string, string?> idOf)
    {
        if (value.AsText is { } text)
            return text.StartsWith(Prefix, StringComparison.Ordinal) ? idOf(text[Prefix.Length..]) ?? text : RewriteInside(text, idOf);

        if (value.AsList is { } list)
            return new ScimList(list.Select(item => Rewrite(item, idOf)));

        if (value.AsObject is not { } members)
            return value;

        var copy = new ScimObject();
        foreach (var member in members)
            copy[member.Key] = Rewrite(member.Value, idOf);
        return copy;
    }

    // PATCH paths such as members[value eq "bulkId:u1"].
    static string RewriteInside(string text, Func<string, string?> idOf)
    {
        var start = text.IndexOf($"\"{Prefix}", StringComparison.Ordinal);
        if (start < 0)
            return text;

        var end = text.IndexOf('"', start + 1);
        return end > 0 && idOf(text[(start + 1 + Prefix.Length)..end]) is { } id ? $"{text[..(start + 1)]}{id}{text[end..]}" : text;
    }

    static HashSet<string> ReferencesOf(BulkOperation operation)
    {
        var references = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in operation.Path.Split('/'))
        {
            if (part.StartsWith(Prefix, StringComparison.Ordinal))
                references.Add(part[Prefix.Length..]);
        }

        Rewrite(operation.Data, bulkId =>
        {
            references.Add(bulkId);
            return null;
        });
        return references;
    }
}
