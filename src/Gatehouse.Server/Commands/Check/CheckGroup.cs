using System.Collections;

namespace Gatehouse.Server.Commands.Check;

/// <summary>Checks of one subject, in the order they run. Written as a table: level, id, claim, reference, consequence, probe.</summary>
sealed class CheckGroup(string name) : IEnumerable<Check>
{
    readonly List<Check> checks = [];

    public string Name => name;

    public void Add(CheckLevel level, string id, string title, string reference, string why, Func<Endpoint, Task> probe) => checks.Add(new()
    {
        Id = $"{name}.{id}",
        Group = name,
        Title = title,
        Level = level,
        Reference = reference,
        Why = why,
        Probe = probe,
    });

    public IEnumerator<Check> GetEnumerator() => checks.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
