using System.Text.Json;

using Gatehouse.Saml;
using Gatehouse.Server.Federation.Saml;
using Gatehouse.Server.Http;

namespace Gatehouse.Server.Federation;

/// <summary>A thing that was looked at, and whether it is as it has to be.</summary>
sealed record CheckedThing(string Name, bool IsRight, string Said);

/// <summary>Looks at an identity provider from here, without anybody signing in: whether it answers, and whether what it says of itself fits.</summary>
sealed class ConnectionCheck(OutboundHttp http, MetadataSource metadata, TimeProvider clock)
{
    public async Task<IReadOnlyList<CheckedThing>> LookAsync(IdentityProvider provider, CancellationToken stop)
    {
        try
        {
            return provider.Settings.Oidc is { } oidc ? await OfOidcAsync(oidc, stop) : await OfSamlAsync(provider, stop);
        }
        catch (SamlException fault)
        {
            return [new("metadata", false, $"The stored metadata cannot be used, give newer ones: {fault.Message}")];
        }
    }

    async Task<IReadOnlyList<CheckedThing>> OfSamlAsync(IdentityProvider provider, CancellationToken stop)
    {
        if (provider.Metadata is null)
            return [new("metadata", false, "The federation is reserved; there are no metadata yet.")];

        var things = new List<CheckedThing>();
        var known = SamlConnections.MetadataOf(provider);
        if (provider.Settings.Saml?.MetadataUrl is { } url)
        {
            try
            {
                var (_, read) = await metadata.FetchAsync(url, stop);
                things.Add(new("metadata", read.EntityId == known.EntityId, $"{url} answers for {read.EntityId}"));
                known = read;
            }
            catch (FederationException problem)
            {
                things.Add(new("metadata", false, problem.Message));
            }
        }

        things.Add(new("signOnUrl", true, known.SignOnUrl.AbsoluteUri));
        foreach (var certificate in known.Certificates)
            things.Add(new("certificate", certificate.NotAfter.ToUniversalTime() > clock.GetUtcNow(), $"{certificate.Thumbprint} ends {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}"));
        return things;
    }

    async Task<IReadOnlyList<CheckedThing>> OfOidcAsync(OidcSettings oidc, CancellationToken stop)
    {
        var (discovery, problem) = await FetchAsync($"{oidc.Issuer.TrimEnd('/')}/.well-known/openid-configuration", stop);
        if (discovery is not { } document)
            return [new("discovery", false, problem!)]; // Without a document there is a problem.

        var issuer = TextOf(document, "issuer");
        List<CheckedThing> things =
        [
            new("discovery", true, "answers"),
            new("issuer", issuer == oidc.Issuer, issuer == oidc.Issuer ? oidc.Issuer : $"is '{ClaimReader.Line(issuer, 200)}' there and '{oidc.Issuer}' here; they have to be equal"),
            Address(document, "authorization_endpoint", oidc), Address(document, "token_endpoint", oidc), Address(document, "jwks_uri", oidc),
        ];
        if (TextOf(document, "jwks_uri") is not { } keys || !things[^1].IsRight)
            return things;

        var (set, refusal) = await FetchAsync(keys, stop);
        var count = set is { } found && found.TryGetProperty("keys", out var list) && list.ValueKind == JsonValueKind.Array ? list.GetArrayLength() : 0;
        things.Add(new("keys", count > 0, refusal ?? $"{count} keys"));
        return things;
    }

    static CheckedThing Address(JsonElement document, string name, OidcSettings oidc)
    {
        var text = TextOf(document, name);
        var isRight = Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && oidc.Issuer.StartsWith("http:", StringComparison.Ordinal)));
        return new(name, isRight, ClaimReader.Line(text, 300) ?? "is missing");
    }

    static string? TextOf(JsonElement document, string name) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    async Task<(JsonElement? Document, string? Problem)> FetchAsync(string url, CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            using var answer = await http.SendAsync(request, stop);
            if (!answer.IsSuccessStatusCode)
                return (null, $"{url} answered {(int)answer.StatusCode}.");

            using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(stop));
            return (document.RootElement.Clone(), null);
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException or IOException or UriFormatException)
        {
            return (null, $"{url}: {ClaimReader.Line(problem.Message, 300)}");
        }
        catch (TaskCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, $"{url} did not answer in time.");
        }
    }
}
