using Gatehouse.Server.Clients;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Portal;

/// <summary>Whose pages they are.</summary>
/// <param name="Account">The account.</param>
/// <param name="Stored">Its row.</param>
/// <param name="Of">The organization.</param>
sealed record Person(Account Account, StoredUser Stored, Organization Of)
{
    public string Organization => Of.Name;

    /// <summary>Whether the account is ours to change; else it is changed where it comes from.</summary>
    public bool IsLocal => Stored is { Origin: LocalAccountRegister.Origin, ProvisionedBy: null };

    public PortalFrame FrameIn(Language language) =>
        new(language, Account.Name, Account.Address ?? Account.UserName, Organization, OrganizationBranding.Of(Of) ?? new Branding { Name = Organization });
}

/// <summary>Reads whose pages they are.</summary>
sealed class People(Database database, Users users, OrganizationRegister organizations, ClientRegister clients)
{
    /// <exception cref="InvalidOperationException">The user is gone: the sign-in ends within five seconds.</exception>
    public async Task<Person> GetAsync(SignedIn signedIn, CancellationToken stop) => await database.ReadAsync(signedIn.Organization, async db =>
        await users.FindAsync(db, signedIn.User, stop) is { User: var stored } && await organizations.FindAsync(db, stop) is { } organization
            ? new Person(new Account(signedIn.Organization, signedIn.User, stored.Read()), stored, organization)
            : throw new BadHttpRequestException("The account of this sign-in is gone.", StatusCodes.Status401Unauthorized), stop);

    /// <summary>The name of the connection that provisions a person, or null.</summary>
    public async Task<string?> ProvisionerOfAsync(Person person, CancellationToken stop)
    {
        if (person.Stored.ProvisionedBy is not { } id)
            return null;

        var all = await database.ReadAsync(person.Account.Organization, db => clients.ListAsync(db, stop), stop);
        return all.FirstOrDefault(client => client.ClientId == id)?.Name ?? id;
    }
}

/// <summary>What surrounds every page of the portal.</summary>
/// <param name="Language">The reader's.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Address">Where mail reaches them, or the user name.</param>
/// <param name="Organization">The organization's name.</param>
/// <param name="Branding">How its pages look.</param>
public sealed record PortalFrame(Language Language, string Name, string Address, string Organization, Branding Branding);
