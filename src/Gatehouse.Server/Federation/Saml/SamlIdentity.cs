using Gatehouse.Saml.Validation;

namespace Gatehouse.Server.Federation.Saml;

/// <summary>Reads who somebody is out of an assertion.</summary>
static class SamlIdentity
{
    /// <summary>How Microsoft says that there was a second factor, in the context or in an attribute.</summary>
    const string MicrosoftMultiFactor = "http://schemas.microsoft.com/claims/multipleauthn";

    const string MicrosoftMethods = "http://schemas.microsoft.com/claims/authnmethodsreferences";

    static readonly string[] MultiFactor =
    [
        MicrosoftMultiFactor, "https://refeds.org/profile/mfa", "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract",
        "urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken",
    ];

    /// <exception cref="FederationException">It does not say who it is.</exception>
    public static ExternalIdentity Of(IdentityProvider provider, ValidatedAssertion assertion)
    {
        List<ReceivedClaim> claims =
        [
            new(ClaimNames.NameId, assertion.NameId),
            .. assertion.Attributes.SelectMany(static attribute => attribute.Value.Select(value => new ReceivedClaim(attribute.Key, value))),
        ];
        return ClaimReader.Read(provider, claims) with
        {
            Methods = HasSecondFactor(assertion) ? ["mfa"] : [], AuthenticatedAt = assertion.AuthenticatedAt, SessionEndsAt = assertion.SessionEndsAt,
            Session = new() { NameId = assertion.NameId, NameIdFormat = assertion.NameIdFormat, SessionIndex = assertion.SessionIndex },
        };
    }

    static bool HasSecondFactor(ValidatedAssertion assertion) =>
        MultiFactor.Contains(assertion.AuthenticationContext)
        || assertion.Attributes.GetValueOrDefault(MicrosoftMethods)?.Contains(MicrosoftMultiFactor, StringComparer.Ordinal) == true;
}
