using System.Text;

using Microsoft.Net.Http.Headers;

namespace Gatehouse.Server.Ui;

/// <summary>/assets: what pages load, and the accent colours of organizations as stylesheets of one rule.</summary>
static class AssetEndpoints
{
    const string ForEver = "public, max-age=31536000, immutable";

    static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapAssets(this WebApplication app)
    {
        var assets = app.MapGroup("/assets").AllowAnonymous();
        assets.MapMethods("/{name}", Reading, Get);
        assets.MapMethods("/brand/{hex}.css", Reading, GetAccent);
    }

    static IResult Get(string name, HttpResponse response) =>
        PageAssets.Find(name) is { } asset ? Kept(response, asset.Content, asset.MediaType, asset.Hash) : Results.NotFound();

    static IResult GetAccent(string hex, HttpResponse response)
    {
        if (Accents.Nearest(hex) is not { } nearest)
            return Results.NotFound();
        if (Accent.Find(hex) is not { } accent)
            return Results.Text($"White text on #{hex} cannot be read. The nearest colour that works is #{nearest}.", statusCode: 400);

        return Kept(response, Encoding.ASCII.GetBytes(Accents.Stylesheet(accent)), "text/css; charset=utf-8", accent.Hex);
    }

    static IResult Kept(HttpResponse response, byte[] content, string mediaType, string tag)
    {
        response.Headers.CacheControl = ForEver;
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Results.Bytes(content, mediaType, entityTag: new EntityTagHeaderValue($"\"{tag}\""));
    }
}
