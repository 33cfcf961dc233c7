using System.Collections.Frozen;
using System.Text;

using Gatehouse.Scim;

namespace Gatehouse.Server.Scim;

/// <summary>
/// Which attribute of Microsoft Entra ID feeds a SCIM attribute in its default mapping, so that a refusal can name the mapping row to
/// delete. https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups
/// </summary>
static class EntraSources
{
    static readonly FrozenDictionary<string, string> Sources = new Dictionary<string, string>
    {
        ["title"] = "jobTitle",
        ["addresses"] = "physicalDeliveryOfficeName, streetAddress, city, state, postalCode and country",
        ["phoneNumbers"] = "telephoneNumber, mobile and facsimileTelephoneNumber",
        ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"] = "employeeId, department and manager",
        ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber"] = "employeeId",
        ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"] = "department",
        ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager"] = "manager",
        ["employeeNumber"] = "employeeId",
        ["department"] = "department",
        ["manager"] = "manager",
        ["preferredLanguage"] = "preferredLanguage",
        ["nickName"] = "mailNickname",
        ["externalId"] = "mailNickname",
        ["displayName"] = "displayName",
        ["active"] = "IsSoftDeleted",
        ["addresses.formatted"] = "physicalDeliveryOfficeName",
        ["addresses.streetAddress"] = "streetAddress",
        ["addresses.locality"] = "city",
        ["addresses.region"] = "state",
        ["addresses.postalCode"] = "postalCode",
        ["addresses.country"] = "country",
        ["name.givenName"] = "givenName",
        ["name.familyName"] = "surname",
        ["name.formatted"] = "Join(\" \", [givenName], [surname])",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Words for an administrator who works in Entra, or null when no unknown attribute is among the findings.</summary>
    public static string? Advice(IReadOnlyList<ScimFinding> findings)
    {
        var unknown = findings.Where(static finding => finding.Kind == ScimFindingKind.Unknown).Select(static finding => finding.Path).Take(20).ToList();
        if (unknown.Count == 0)
            return null;

        var advice = new StringBuilder("In Microsoft Entra, delete the mapping rows with these targets under Provisioning, Mappings:");
        foreach (var path in unknown)
        {
            var target = WithoutFilter(path);
            advice.Append(' ').Append(target);
            if (Sources.TryGetValue(target, out var source))
                advice.Append(" (source ").Append(source).Append(')');
            advice.Append(';');
        }

        advice.Length--;
        return advice.Append('.').ToString();
    }

    static string WithoutFilter(string path)
    {
        var open = path.IndexOf('[', StringComparison.Ordinal);
        var close = path.LastIndexOf(']');
        var plain = open < 0 || close < open ? path : path[..open] + path[(close + 1)..];
        return plain.Length <= 120 ? plain : plain[..120] + "…";
    }
}
