namespace Gatehouse.Scim;

/// <summary>Finds what somebody probably meant to write.</summary>
public static class NearestName
{
    const int LongestCompared = 128;

    /// <summary>The candidate that needs the fewest changed letters, ignoring case, or null when none is close.</summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        if (name.Length > LongestCompared)
            return null;

        string? nearest = null;
        var best = Math.Max(2, name.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) >= best)
                continue;

            var distance = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < best)
                (nearest, best) = (candidate, distance);
        }

        return nearest;
    }

    static int Distance(string from, string to)
    {
        var previous = new int[to.Length + 1];
        var current = new int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++)
            previous[j] = j;

        for (var i = 1; i <= from.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replace = previous[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                current[j] = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[to.Length];
    }
}
