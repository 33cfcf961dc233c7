using System.Security.Cryptography;

namespace Gatehouse.Server.Organizations;

/// <summary>An organization's logo: a picture of points, known by what it begins with and not by what it is called.</summary>
sealed record Logo
{
    public const int MostBytes = 64 * 1024;

    static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

    static ReadOnlySpan<byte> JpegStart => [0xff, 0xd8, 0xff];

    Logo(byte[] image, string mediaType)
    {
        Image = image;
        MediaType = mediaType;
        Hash = Convert.ToHexStringLower(SHA256.HashData(image).AsSpan(0, 16));
    }

    public byte[] Image { get; }

    public string MediaType { get; }

    /// <summary>Stands in its address, so that browsers may keep it for ever.</summary>
    public string Hash { get; }

    /// <returns>Null for what is no PNG, JPEG or WebP of at most <see cref="MostBytes"/>. SVG is none: it can hold script.</returns>
    public static Logo? Find(byte[] image) =>
        image.Length is 0 or > MostBytes || TypeOf(image) is not { } type ? null : new(image, type);

    static string? TypeOf(ReadOnlySpan<byte> image)
    {
        if (image.StartsWith(PngSignature) && image[PngSignature.Length..].IndexOf("IHDR"u8) == 4)
            return "image/png";
        if (image.StartsWith(JpegStart))
            return "image/jpeg";

        return image.Length > 15 && image.StartsWith("RIFF"u8) && image[8..].StartsWith("WEBPVP8"u8) ? "image/webp" : null;
    }
}
