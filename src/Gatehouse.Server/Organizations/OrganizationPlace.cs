using System.Buffers.Text;
using System.Text;

using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Organizations;

/// <summary>Where a page of organizations ended: names what the next one begins behind.</summary>
sealed record OrganizationPlace(string Key, OrganizationId Id)
{
    const int IdLength = 32;

    public static OrganizationPlace Of(Organization organization) => new(OrganizationRegister.KeyOf(organization.Name), organization.Id);

    /// <returns>Null for what is no place.</returns>
    public static OrganizationPlace? Find(string? text)
    {
        if (text is not { Length: <= 4 * OrganizationRegister.LongestName * 2 } || !Base64Url.IsValid(text))
            return null;

        var plain = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        return plain.Length > IdLength && OrganizationId.TryParse(plain[..IdLength], out var id) && OrganizationRegister.IsName(plain[IdLength..])
            ? new(plain[IdLength..], id)
            : null;
    }

    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Id}{Key}"));
}
