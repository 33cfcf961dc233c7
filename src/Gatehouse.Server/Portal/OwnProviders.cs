using Gatehouse.Server.Federation;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Portal;

/// <summary>An identity provider that a person is known to.</summary>
public sealed record ListedProvider(string Name, DateTimeOffset LinkedAt, DateTimeOffset LastUsedAt);

/// <summary>By which identity providers of their organization a person comes in, and whether by nothing else.</summary>
sealed class OwnProviders(Database database, AccountStates states, LocalDoors doors)
{
    public Task<(IReadOnlyList<ListedProvider> Providers, bool IsElsewhereOnly)> ListAsync(SignedIn signedIn, CancellationToken stop) =>
        database.ReadAsync(signedIn.Organization, async db => (
            (IReadOnlyList<ListedProvider>)[.. (await states.ElsewhereAsync(db, signedIn.User, stop)).Select(
                static one => new ListedProvider(one.Provider.Name, one.Identity.CreatedAt, one.Identity.LastUsedAt))],
            await doors.AreClosedAsync(db, signedIn.User, stop)), stop);
}
