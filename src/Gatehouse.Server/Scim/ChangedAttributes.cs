using Gatehouse.Scim.Resources;

namespace Gatehouse.Server.Scim;

/// <summary>The names of the attributes in which two states of a resource differ, for logs and audit.</summary>
static class ChangedAttributes
{
    public static IReadOnlyList<string> Of(ScimObject? before, ScimObject after)
    {
        var changed = new List<string>();
        foreach (var name in after.Select(static member => member.Key).Union(before?.Select(static member => member.Key) ?? []))
        {
            if (name == "schemas")
                continue;

            var (old, now) = (before is null ? default : before[name], after[name]);
            if (old == now)
                continue;

            if (name.Contains(':', StringComparison.Ordinal))
                changed.AddRange(Of(old.AsObject, now.AsObject ?? []).Select(attribute => $"{name}:{attribute}"));
            else
                changed.Add(name);
        }

        return changed;
    }
}
