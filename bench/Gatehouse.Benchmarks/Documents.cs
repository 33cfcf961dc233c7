using System.Text;

using Gatehouse.Bench;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Benchmarks;

/// <summary>The resources that the benchmarks read and write: those of the load program.</summary>
static class Documents
{
    public static ResourceType UserType { get; } = StandardSchemas.UserType();

    public static byte[] NewUser(int number) => Encoding.UTF8.GetBytes(FilledDirectory.NewUser(FilledDirectory.UserName(number)));

    public static byte[] Patch(int number) => Encoding.UTF8.GetBytes(EntraPatches.ChangeJob(number));

    public static ScimObject User(int number) => ResourceReader.Read(ScimJson.Parse(NewUser(number)), UserType);
}
