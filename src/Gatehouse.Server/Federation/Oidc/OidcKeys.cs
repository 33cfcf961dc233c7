using System.Security.Cryptography.X509Certificates;

using Gatehouse.Server.Storage;

using Microsoft.IdentityModel.Tokens;

namespace Gatehouse.Server.Federation.Oidc;

/// <summary>/federation/{federation}/jwks.json: the key by which we show an OpenID provider who we are (<c>private_key_jwt</c>).</summary>
static class OidcKeys
{
    public static void MapOidcKeys(this IEndpointRouteBuilder routes) => routes.MapGet("/federation/{federation}/jwks.json", GetAsync).AllowAnonymous();

    static async Task<IResult> GetAsync(Database database, IdentityProviders providers, string federation, CancellationToken stop)
    {
        if (!FederationId.TryParse(federation, out var id)
            || await database.ReadAsync(id.Organization, db => providers.FindAsync(db, id.Value, stop), stop) is not { Certificate: { } octets, Settings.Oidc.UsesKey: true })
            return Results.NotFound();

        using var certificate = X509CertificateLoader.LoadCertificate(octets);
        var security = new X509SecurityKey(certificate);
        var key = JsonWebKeyConverter.ConvertFromX509SecurityKey(security, representAsRsaKey: true);
        return Results.Json(new
        {
            keys = new[]
            {
                new Dictionary<string, object>
                {
                    ["kty"] = key.Kty, ["use"] = "sig", ["alg"] = SecurityAlgorithms.RsaSha256, ["kid"] = security.KeyId, ["n"] = key.N, ["e"] = key.E,
                    ["x5c"] = new[] { Convert.ToBase64String(octets) }, ["x5t"] = security.X5t,
                },
            },
        });
    }
}
