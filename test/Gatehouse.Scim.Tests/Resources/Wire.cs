using System.Buffers;
using System.Text;
using System.Text.Json;

using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Tests.Resources;

/// <summary>Messages as they look on the wire.</summary>
static class Wire
{
    public static readonly ResourceType Users = StandardSchemas.UserType();

    public static readonly ResourceType Groups = StandardSchemas.GroupType();

    public const string Department = StandardSchemas.EnterpriseUserId + ":department";

    public static ScimValue Parse(string json) => ScimJson.Parse(Encoding.UTF8.GetBytes(json));

    public static string Text(ScimValue value) => Encoding.UTF8.GetString(ScimJson.ToUtf8(value));

    /// <summary>Reads a user from these members, with the schemas and the name that every user needs.</summary>
    public static ScimObject ReadUser(string members, ResourceType? type = null) => ResourceReader.Read(
        Parse($$"""{ "schemas": ["{{StandardSchemas.UserId}}"], "userName": "ann@contoso.example"{{Rest(members)}} }"""), type ?? Users);

    /// <summary>Reads a group from these members, with the schemas and the name that every group needs.</summary>
    public static ScimObject ReadGroup(string members) => ResourceReader.Read(
        Parse($$"""{ "schemas": ["{{StandardSchemas.GroupId}}"], "displayName": "Pilots"{{Rest(members)}} }"""), Groups);

    public static ScimException RefuseUser(string members) => Assert.Throws<ScimException>(() => ReadUser(members));

    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static string Rest(string members) => members.Length == 0 ? "" : ", " + members;
}
