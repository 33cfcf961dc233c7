using Gatehouse.Scim;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Server.Transfer;

/// <summary>One line of NDJSON or one row of CSV.</summary>
abstract class ImportRecord
{
    /// <summary>Which one it is, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>The line it begins in, from 1, for people.</summary>
    public required long Line { get; init; }

    /// <summary>As it stands in the file, for the file of rejected records.</summary>
    public abstract string Text { get; }

    /// <summary>Bytes it takes in memory, about.</summary>
    public abstract int Size { get; }

    /// <summary>False when it cannot have members, told without reading it.</summary>
    public abstract bool MayHaveMembers { get; }

    /// <summary>Reads it as the body of a POST.</summary>
    /// <exception cref="ScimException">400: it is not one.</exception>
    public abstract ScimValue Parse();
}
