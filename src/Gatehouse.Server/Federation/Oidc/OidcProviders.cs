using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Federation.Oidc;

/// <summary>Finds a federation by the name that OpenIddict knows it by.</summary>
sealed class OidcProviders(Database database, IdentityProviders providers)
{
    public async Task<IdentityProvider?> FindAsync(string? registration, CancellationToken stop) => FederationId.TryParse(registration, out var id)
        ? await database.ReadAsync(id.Organization, db => providers.FindAsync(db, id.Value, stop), stop)
        : null;
}
