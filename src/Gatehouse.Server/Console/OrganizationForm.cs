using Gatehouse.Server.Directory;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Ui.Pieces;

namespace Gatehouse.Server.Console;

/// <summary>What was entered to create an organization.</summary>
public sealed record OrganizationForm
{
    public const int MostDomains = 50;

    public string Name { get; init; } = "";

    /// <summary>One a line.</summary>
    public string Domains { get; init; } = "";

    public string Profile { get; init; } = SchemaProfile.EntraDefault;

    internal IReadOnlyList<string> DomainList => FormText.Lines(Domains.ToLowerInvariant());

    internal static OrganizationForm Read(IFormCollection form) => new()
    {
        Name = form.Line("name"), Domains = form.Line("domains"), Profile = form.Line("profile"),
    };

    /// <summary>All that is wrong with it.</summary>
    internal IReadOnlyList<FieldError> Judge(OrganizationTexts texts)
    {
        var faults = new List<FieldError>();
        if (!OrganizationRegister.IsName(Name))
            faults.Add(new("name", texts.NameFault));
        if (DomainList.FirstOrDefault(static domain => !EmailDomains.IsClaimable(domain)) is { } bad)
            faults.Add(new("domains", texts.DomainFault(bad)));
        else if (DomainList.Count > MostDomains)
            faults.Add(new("domains", texts.DomainsFault(MostDomains)));
        if (!SchemaProfile.Names.Contains(Profile))
            faults.Add(new("profile", texts.ProfileFault));
        return faults;
    }
}
