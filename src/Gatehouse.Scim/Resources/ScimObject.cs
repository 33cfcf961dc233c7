using System.Collections;

namespace Gatehouse.Scim.Resources;

/// <summary>
/// A complex value or a whole resource: named values in the order they were set. Read by ResourceReader the names are
/// canonical, so look-ups compare letter by letter; <see cref="Find"/> is for objects fresh from the wire, whose names may have any case.
/// </summary>
/// <remarks>Objects have a few dozen members at most (wire limits see to that), which a linear search beats a dictionary at.</remarks>
public sealed class ScimObject : IEnumerable<KeyValuePair<string, ScimValue>>, IEquatable<ScimObject>
{
    readonly List<KeyValuePair<string, ScimValue>> members = [];

    /// <summary>How many members have been set.</summary>
    public int Count => members.Count;

    /// <summary>True when no member holds anything.</summary>
    public bool IsEmpty => members.TrueForAll(static member => member.Value.IsEmpty);

    /// <summary>The member at this place, in the order of setting.</summary>
    public KeyValuePair<string, ScimValue> At(int index) => members[index];

    /// <summary>The value of a member by its canonical name; absent when there is none. Setting an absent value removes the member.</summary>
    public ScimValue this[string name]
    {
        get
        {
            var index = IndexOf(name);
            return index < 0 ? default : members[index].Value;
        }

        set
        {
            var index = IndexOf(name);
            if (value.Kind == ScimValueKind.Absent)
            {
                if (index >= 0)
                    members.RemoveAt(index);
            }
            else if (index >= 0)
            {
                members[index] = new(name, value);
            }
            else
            {
                members.Add(new(name, value));
            }
        }
    }

    /// <summary>Adds a member; for collection initializers.</summary>
    public void Add(string name, ScimValue value) => this[name] = value;

    /// <summary>Adds a member that is known not to be there yet.</summary>
    internal void Append(string name, ScimValue value) => members.Add(new(name, value));

    /// <summary>Removes a member by its canonical name.</summary>
    /// <returns>False when there was none.</returns>
    public bool Remove(string name)
    {
        var index = IndexOf(name);
        if (index < 0)
            return false;

        members.RemoveAt(index);
        return true;
    }

    /// <summary>The value of a member without regard to letter case (RFC 7643 §2.1); absent when there is none.</summary>
    public ScimValue Find(string name)
    {
        foreach (var member in members)
        {
            if (string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase))
                return member.Value;
        }

        return default;
    }

    /// <summary>A copy that shares nothing that can change.</summary>
    public ScimObject Clone()
    {
        var copy = new ScimObject();
        copy.members.EnsureCapacity(members.Count);
        foreach (var member in members)
            copy.members.Add(new(member.Key, member.Value.Clone()));
        return copy;
    }

    /// <summary>Equal members, in any order.</summary>
    public bool Equals(ScimObject? other)
    {
        if (other is null || Count != other.Count)
            return false;

        foreach (var member in members)
        {
            if (!other[member.Key].Equals(member.Value))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ScimObject);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // A sum, because equality knows no order.
        var hash = 0;
        foreach (var member in members)
            hash += HashCode.Combine(member.Key, member.Value);
        return hash;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, ScimValue>> GetEnumerator() => members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    int IndexOf(string name)
    {
        for (var i = 0; i < members.Count; i++)
        {
            if (string.Equals(members[i].Key, name, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }
}
