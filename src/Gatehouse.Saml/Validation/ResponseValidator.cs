using System.Xml;

using Gatehouse.Saml.Xml;

namespace Gatehouse.Saml.Validation;

/// <summary>
/// The only way from a SAML response to what it says. Structure first, then signatures, then meaning; everything that is returned was read
/// from the octets that a key of the connection has signed.
/// </summary>
public static class ResponseValidator
{
    /// <summary>Validates the decoded SAMLResponse of the POST binding.</summary>
    /// <param name="xml">The message, as it came.</param>
    /// <param name="provider">The connection's identity provider, and our side.</param>
    /// <param name="expected">What it has to answer.</param>
    /// <exception cref="SamlException">It is not to be trusted; the message says why.</exception>
    public static ValidatedAssertion Validate(ReadOnlyMemory<byte> xml, TrustedProvider provider, ExpectedAnswer expected)
    {
        var response = SafeXml.Read(xml, XmlLimits.Message).DocumentElement!;
        var assertion = ResponseStructure.Check(response);
        CheckResponse(response, provider, expected);

        var keys = provider.Certificates.Select(VerificationKey.Of).ToList();
        var signed = SignedAssertion(response, assertion, keys);
        return AssertionReader.Read(signed, provider, expected);
    }

    /// <summary>
    /// The assertion out of signed octets. Where both are signed, both signatures must be right, and the response's decides what is read.
    /// </summary>
    static XmlElement SignedAssertion(XmlElement response, XmlElement assertion, List<VerificationKey> keys)
    {
        var fromAssertion = HasSignature(assertion) ? SignedElement.Verify(assertion, keys) : null;
        if (!HasSignature(response))
            return fromAssertion ?? throw new SamlException(
                SamlFault.Signature, "Neither response nor assertion is signed. Have the identity provider sign the assertion.");

        var signed = SignedElement.Verify(response, keys);
        ResponseStructure.Check(signed);
        return signed.Only("Assertion", Names.Assertion);
    }

    static bool HasSignature(XmlElement element) => element.Children("Signature", Names.Signature).Any();

    /// <summary>
    /// What the response says about itself. It may be unsigned, so nothing here makes anything trusted; but what already says that the message
    /// is somebody else's is refused.
    /// </summary>
    static void CheckResponse(XmlElement response, TrustedProvider provider, ExpectedAnswer expected)
    {
        CheckStatus(response);
        if (response.Child("Issuer", Names.Assertion) is { } issuer && issuer.Text() != provider.EntityId)
            throw new SamlException(SamlFault.Issuer, "The response is from another identity provider than this connection's.");
        if (response.Value("Destination") is { Length: > 0 } destination && destination != provider.ConsumerUrl)
            throw new SamlException(SamlFault.Audience, "The response is addressed to another address than this connection's.");
        if (response.Value("InResponseTo") is not { } answered)
            throw new SamlException(SamlFault.Unsolicited, "The response answers no request. Sign-ins have to start here, not at the identity provider.");
        if (answered != expected.RequestId)
            throw new SamlException(SamlFault.Unsolicited, "The response answers another request than the one of this browser.");
    }

    static void CheckStatus(XmlElement response)
    {
        var code = response.Only("Status", Names.Protocol).Only("StatusCode", Names.Protocol);
        if (code.Value("Value") == Names.Success)
            return;

        var detail = code.Child("StatusCode", Names.Protocol)?.Value("Value") ?? code.Value("Value") ?? "none";
        throw new SamlException(SamlFault.Status, $"The identity provider did not sign the person in: {detail[(detail.LastIndexOf(':') + 1)..]}.");
    }
}
