using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Saml.Messages;

/// <summary>Puts a request into the query of an address (SAML Bindings §3.4).</summary>
static class RedirectBinding
{
    public static Uri Address(Uri destination, string xml, string relayState, RSA? key)
    {
        var query = $"SAMLRequest={Uri.EscapeDataString(Deflated(xml))}&RelayState={Uri.EscapeDataString(relayState)}";
        if (key is not null)
        {
            query += $"&SigAlg={Uri.EscapeDataString("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")}";
            var signature = key.SignData(Encoding.UTF8.GetBytes(query), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            query += $"&Signature={Uri.EscapeDataString(Convert.ToBase64String(signature))}";
        }

        return new Uri(destination.AbsoluteUri + (destination.Query.Length == 0 ? '?' : '&') + query);
    }

    static string Deflated(string xml)
    {
        using var octets = new MemoryStream();
        using (var deflate = new DeflateStream(octets, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(Encoding.UTF8.GetBytes(xml));
        return Convert.ToBase64String(octets.ToArray());
    }
}
