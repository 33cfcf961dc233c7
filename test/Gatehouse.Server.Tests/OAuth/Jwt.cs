using System.Text.Json;

using Microsoft.IdentityModel.Tokens;

namespace Gatehouse.Server.Tests.OAuth;

/// <summary>Writes JWTs by hand, because a library would refuse to write the ones these tests need.</summary>
static class Jwt
{
    public static string Sign(
        IReadOnlyDictionary<string, object> claims, string? type, SigningCredentials credentials, Dictionary<string, object>? header = null)
    {
        var all = new Dictionary<string, object>(header ?? []) { ["alg"] = credentials.Algorithm };
        if (type is not null)
            all["typ"] = type;
        if (credentials.Kid is not null)
            all["kid"] = credentials.Kid;

        var text = $"{Part(all)}.{Part(claims)}";
        using var signer = new CryptoProviderFactory { CacheSignatureProviders = false }.CreateForSigning(credentials.Key, credentials.Algorithm);
        return $"{text}.{Base64UrlEncoder.Encode(signer.Sign(System.Text.Encoding.ASCII.GetBytes(text)))}";
    }

    static string Part(object value) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(value));
}
