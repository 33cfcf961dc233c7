using System.Data.Common;
using System.Reflection;

namespace Gatehouse.Bench.Floor;

/// <summary>The product's own tables, made by its own migrations.</summary>
static class Schema
{
    /// <summary>All rows of the floor belong to this organization.</summary>
    public static readonly Guid Organization = new("01890000-0000-7000-8000-0000000000f1");

    /// <summary>Runs the migrations on a database that has no tables yet.</summary>
    public static void Create(DbConnection connection)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(static name => char.IsAsciiDigit(name[0])).Order(StringComparer.Ordinal))
        {
            using var script = new StreamReader(assembly.GetManifestResourceStream(name)!);
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a resource of this program.
            command.CommandText = script.ReadToEnd();
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
    }
}
