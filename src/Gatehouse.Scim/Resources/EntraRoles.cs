using System.Text;

using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Resources;

/// <summary>
/// What Microsoft Entra ID sends as a role. Its AppRoleAssignmentsComplex expression calls the label <c>displayName</c> instead of
/// <c>display</c>, and in PATCH packs the whole role as JSON text into <c>value</c>.
/// https://learn.microsoft.com/entra/identity/app-provisioning/customize-application-attributes
/// </summary>
static class EntraRoles
{
    public static bool AppliesTo(SchemaAttribute attribute) =>
        attribute is { Name: "roles", IsComplex: true } && attribute.FindSubAttribute("displayName") is null;

    /// <summary>The same role with the standard's names.</summary>
    public static ScimValue Normalize(ScimValue raw)
    {
        if (raw.AsText is { } text)
            return Unpack(text) ?? raw;

        if (raw.AsObject is not { } role)
            return raw;

        var normal = new ScimObject();
        foreach (var member in role)
        {
            if (member.Key.Equals("displayName", StringComparison.OrdinalIgnoreCase))
            {
                if (role.Find("display").IsEmpty)
                    normal["display"] = member.Value;
            }
            else if (member.Key.Equals("value", StringComparison.OrdinalIgnoreCase)
                && member.Value.AsText is { } packed && Unpack(packed) is { } unpacked)
            {
                foreach (var inner in unpacked)
                    normal[inner.Key] = inner.Value;
            }
            else
            {
                normal[member.Key] = member.Value;
            }
        }

        return normal;
    }

    static ScimObject? Unpack(string text)
    {
        if (!text.StartsWith('{'))
            return null;

        try
        {
            if (ScimJson.Parse(Encoding.UTF8.GetBytes(text)).AsObject is not { } role || role.Find("value").AsText is null)
                return null;

            var label = role.Find("displayName").AsText ?? role.Find("display").AsText;
            return new ScimObject { ["value"] = role.Find("value"), ["display"] = label };
        }
        catch (ScimException)
        {
            // Text that only begins like JSON is a role's name like any other.
            return null;
        }
    }
}
