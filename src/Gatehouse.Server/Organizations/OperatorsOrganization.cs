using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Organizations;

/// <summary>
/// The built-in organization whose people run the installation. Made with the first of them. It is no customer: no list shows it, and
/// nothing is provisioned into it.
/// </summary>
static class OperatorsOrganization
{
    /// <summary>What its mails are signed with.</summary>
    public const string Name = "Gatehouse";

    /// <summary>The same in every installation: a UUIDv7 of the year 1970, which no clock makes again.</summary>
    public static readonly OrganizationId Id = new(new Guid("00000000-0000-7000-8000-000000000001"));

    /// <summary>Reads the id of a customer, which the operators' organization is not.</summary>
    public static bool TryParseCustomer(string? text, out OrganizationId id) => OrganizationId.TryParse(text, out id) && id != Id;
}
