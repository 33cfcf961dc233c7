using System.Text;

using Gatehouse.Saml;
using Gatehouse.Saml.Metadata;
using Gatehouse.Server.Http;

namespace Gatehouse.Server.Federation.Saml;

/// <summary>Fetches the metadata of SAML identity providers, by our one door.</summary>
sealed class MetadataSource(OutboundHttp http)
{
    const int Largest = 1024 * 1024;

    /// <returns>The document and what it says.</returns>
    /// <exception cref="FederationException">It cannot be fetched, or cannot be used.</exception>
    public async Task<(string Document, IdentityProviderMetadata Metadata)> FetchAsync(string url, CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            using var answer = await http.SendAsync(request, stop);
            if (!answer.IsSuccessStatusCode)
                throw new FederationException(FederationFault.Unreachable, $"The metadata address answered {(int)answer.StatusCode}. It has to answer the metadata themselves, without a redirect.");

            var bytes = await answer.Content.ReadAsByteArrayAsync(stop);
            return bytes.Length <= Largest ? Read(bytes) : throw new FederationException(FederationFault.Untrusted, "The metadata are larger than 1 MB.");
        }
        catch (HttpRequestException problem)
        {
            throw new FederationException(FederationFault.Unreachable, $"The metadata address cannot be reached: {ClaimReader.Line(problem.Message, 300)}", problem);
        }
        catch (TaskCanceledException problem) when (!stop.IsCancellationRequested)
        {
            throw new FederationException(FederationFault.Unreachable, "The metadata address did not answer in time.", problem);
        }
    }

    /// <summary>Reads metadata that came some other way.</summary>
    /// <exception cref="FederationException">They cannot be used.</exception>
    public static (string Document, IdentityProviderMetadata Metadata) Read(byte[] bytes)
    {
        try
        {
            var metadata = IdentityProviderMetadata.Read(bytes);
            return (Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'), metadata);
        }
        catch (SamlException fault)
        {
            throw new FederationException(FederationFault.Untrusted, fault.Message, fault);
        }
    }
}
