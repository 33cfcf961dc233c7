using System.Reflection;

using Xunit.Sdk;
using Xunit.v3;

namespace Gatehouse.EndToEnd.Tests.Browser;

/// <summary>Every language of the pages; on PostgreSQL one, because the words do not depend on the database.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LanguagesAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var isOnPostgreSql = testMethod.ReflectedType!.Name.EndsWith("OnPostgreSql", StringComparison.Ordinal); // It is a method of a class.
        return new((ITheoryDataRow[])[new TheoryDataRow<string>("en"), .. isOnPostgreSql ? Array.Empty<ITheoryDataRow>() : [new TheoryDataRow<string>("de")]]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
