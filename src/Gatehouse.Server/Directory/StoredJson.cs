using Gatehouse.Scim.Resources;

namespace Gatehouse.Server.Directory;

/// <summary>Documents that passed the wire's limits once must stay readable when those limits become tighter.</summary>
static class StoredJson
{
    public static JsonLimits Limits { get; } = new() { Depth = 64, MembersPerObject = 100_000, TextLength = int.MaxValue };
}
