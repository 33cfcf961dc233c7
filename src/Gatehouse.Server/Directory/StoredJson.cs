using System.Text;

using Gatehouse.Scim;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Server.Directory;

/// <summary>Reads stored documents. Those that passed the wire's limits once stay readable when those limits become tighter.</summary>
static class StoredJson
{
    static readonly JsonLimits Limits = new() { Depth = 64, MembersPerObject = 100_000, TextLength = int.MaxValue };

    /// <exception cref="InvalidDataException">The row is damaged, which is no fault of the request's.</exception>
    public static ScimObject Read(string document)
    {
        try
        {
            return ScimJson.Parse(Encoding.UTF8.GetBytes(document), Limits).AsObject ?? throw new InvalidDataException("A stored document is no object.");
        }
        catch (ScimException damaged)
        {
            throw new InvalidDataException("A stored document cannot be read.", damaged);
        }
    }
}
