namespace Gatehouse.Server.Transfer;

/// <summary>A file of records, read from its beginning as often as asked.</summary>
abstract class RecordSource(string path)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>What comes before the records in a file of this kind: a CSV's header, or nothing.</summary>
    public virtual string? Heading => null;

    /// <summary>The ending of file names.</summary>
    public abstract string Extension { get; }

    /// <summary>Where the reading of records has come to, in bytes.</summary>
    public long Position { get; protected set; }

    /// <summary>The records after one.</summary>
    /// <exception cref="ImportException">The file is not of this kind.</exception>
    public abstract IEnumerable<ImportRecord> Read(long after);
}
