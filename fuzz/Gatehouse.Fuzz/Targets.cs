using System.Security.Cryptography.X509Certificates;
using System.Text;

using Gatehouse.Saml;
using Gatehouse.Saml.Metadata;
using Gatehouse.Saml.Validation;
using Gatehouse.Scim;
using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Paths;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Fuzz;

/// <summary>
/// What reads input of strangers. A target bears any input: it ends in a value or in the refusal of its protocol, and anything else is a find.
/// </summary>
static class Targets
{
    /// <summary>The seed response is of then.</summary>
    static readonly ExpectedAnswer Expected = new("_request1", new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));

    static readonly Lazy<TrustedProvider> Trusted = new(static () => new()
    {
        EntityId = "https://idp.contoso.example/saml", Audience = "https://accounts.example/idps/7/saml/metadata",
        ConsumerUrl = "https://accounts.example/idps/7/saml/acs", Certificates = [X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Corpus.Root, "saml-response.cer"))],
    });

    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>(StringComparer.Ordinal)
    {
        ["saml-response"] = static input => Bear<SamlException>(() =>
        {
            // Whatever was done to it, a response that is taken says what the genuine one says.
            var said = ResponseValidator.Validate(input, Trusted.Value, Expected);
            if (said.NameId != "attacker@contoso.example" || said.Attributes["email"] is not ["attacker@contoso.example"])
                throw new InvalidOperationException("A forged response was taken.");
        }),
        ["saml-metadata"] = static input => Bear<SamlException>(() => IdentityProviderMetadata.Read(input)),
        ["scim-filter"] = static input => Bear<ScimException>(() => FilterParser.Parse(Encoding.UTF8.GetString(input))),
        ["scim-path"] = static input => Bear<ScimException>(() => AttributePath.Parse(Encoding.UTF8.GetString(input))),
        ["scim-json"] = static input => Bear<ScimException>(() => ScimJson.Parse(input)),
    };

    static void Bear<TRefusal>(Action work)
        where TRefusal : Exception
    {
        try
        {
            work();
        }
        catch (TRefusal)
        {
            // Refused, as it should be.
        }
    }
}
