namespace Gatehouse.Scim.Resources;

/// <summary>The values of a multi-valued attribute, in the order they were sent (RFC 7643 §2.4 gives the order no meaning).</summary>
public sealed class ScimList : List<ScimValue>, IEquatable<ScimList>
{
    /// <summary>An empty list.</summary>
    public ScimList()
    {
    }

    /// <summary>A list of these values.</summary>
    public ScimList(IEnumerable<ScimValue> values)
        : base(values)
    {
    }

    /// <summary>A copy that shares nothing that can change.</summary>
    public ScimList Clone()
    {
        var copy = new ScimList { Capacity = Count };
        foreach (var value in this)
            copy.Add(value.Clone());
        return copy;
    }

    /// <summary>Equal values in the same order.</summary>
    public bool Equals(ScimList? other)
    {
        if (other is null || Count != other.Count)
            return false;

        for (var i = 0; i < Count; i++)
        {
            if (!this[i].Equals(other[i]))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ScimList);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var value in this)
            hash.Add(value);
        return hash.ToHashCode();
    }
}
