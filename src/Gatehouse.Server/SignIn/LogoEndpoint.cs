using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;

using Microsoft.Net.Http.Headers;

namespace Gatehouse.Server.SignIn;

/// <summary>/logos: what organizations show on their pages. Their content never changes, because it is part of the address.</summary>
static class LogoEndpoint
{
    const string ForEver = "public, max-age=31536000, immutable";

    public static void MapLogos(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/logos/{organization}/{hash}", [HttpMethods.Get, HttpMethods.Head], Get).AllowAnonymous();

    static async Task<IResult> Get(string organization, string hash, HttpResponse response, Database database, OrganizationBrands brands, CancellationToken stop)
    {
        if (!OrganizationId.TryParse(organization, out var id)
            || await database.ReadAsync(id, db => brands.FindLogoAsync(db, hash, stop), stop) is not { } logo)
            return Results.NotFound();

        // Opened by itself it can load and run nothing, whatever the picture holds; nosniff stands on every answer.
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        response.Headers.CacheControl = ForEver;
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Results.Bytes(logo.Image, logo.MediaType, entityTag: new EntityTagHeaderValue($"\"{hash}\""));
    }
}
