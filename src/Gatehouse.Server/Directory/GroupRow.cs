using System.Text;

using Gatehouse.Scim;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Server.Directory;

/// <summary>The columns that follow from a group resource without its members. The one place that derives them.</summary>
sealed record GroupRow(string DisplayName, string DisplayNameKey, string? ExternalId, string Resource)
{
    /// <exception cref="ScimException">400 invalidValue: a name too long to be indexed.</exception>
    public static GroupRow From(ScimObject resource)
    {
        var displayName = resource["displayName"].AsText!;
        UserRow.Require("displayName", displayName);
        var externalId = resource["externalId"].AsText;
        UserRow.Require("externalId", externalId);
        return new(displayName, NameKey.Of(displayName), externalId, Encoding.UTF8.GetString(ScimJson.ToUtf8(resource)));
    }
}
