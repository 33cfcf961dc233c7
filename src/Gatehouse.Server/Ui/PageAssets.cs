using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Gatehouse.Server.Ui;

/// <summary>The files that pages load. Their names carry a hash of their content, so that a browser may keep them for ever.</summary>
static class PageAssets
{
    const string Prefix = "Gatehouse.Server.Ui.Assets.";

    static readonly FrozenDictionary<string, Asset> All = typeof(PageAssets).Assembly.GetManifestResourceNames()
        .Where(static resource => resource.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(Load)
        .ToFrozenDictionary(static asset => asset.Name);

    public static readonly string Stylesheet = PathOf("gatehouse.", ".css");
    public static readonly string PasskeyScript = PathOf("passkeys.", ".js");
    public static readonly string Icon = PathOf("gate.", ".svg");

    public static Asset? Find(string name) => All.GetValueOrDefault(name);

    static string PathOf(string start, string end) => "/assets/" + All.Keys.Single(
        name => name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(end, StringComparison.Ordinal));

    static Asset Load(string resource)
    {
        // The name was listed by the same assembly.
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);

        var hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
        var file = resource[Prefix.Length..];
        var extension = Path.GetExtension(file);
        return new($"{Path.GetFileNameWithoutExtension(file)}.{hash}{extension}", hash, TypeOf(extension), content);
    }

    static string TypeOf(string extension) => extension switch
    {
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".js" => "text/javascript; charset=utf-8",
        _ => throw new InvalidOperationException($"No media type is known for {extension}."),
    };
}

sealed record Asset(string Name, string Hash, string MediaType, byte[] Content);
