using System.Globalization;
using System.Xml;

using Gatehouse.Saml.Xml;

namespace Gatehouse.Saml.Validation;

/// <summary>Reads an assertion whose signature was verified, and checks that it means this connection, this request and this time (SAML
/// Profiles §4.1.4.3).</summary>
static class AssertionReader
{
    /// <summary>The order of SAML Core §2.3.3. An element out of it is an element that others would not look for there.</summary>
    static readonly string[] Order = ["Issuer", "Subject", "Conditions", "AuthnStatement", "AttributeStatement"];

    public static ValidatedAssertion Read(XmlElement assertion, TrustedProvider provider, ExpectedAnswer expected)
    {
        if (assertion.Value("Version") != "2.0" || assertion.Value("ID") is not { Length: > 0 } id)
            throw Fault(SamlFault.Structure, "The assertion has no ID, or is not of version 2.0.");
        CheckOrder(assertion);
        if (assertion.Only("Issuer", Names.Assertion).Text() != provider.EntityId)
            throw Fault(SamlFault.Issuer, "The assertion is from another identity provider than this connection's.");

        var subject = assertion.Only("Subject", Names.Assertion);
        var nameId = subject.Only("NameID", Names.Assertion);
        var confirmedUntil = CheckConfirmation(subject, provider, expected);
        var until = CheckConditions(assertion.Only("Conditions", Names.Assertion), provider, expected);
        var statement = assertion.Only("AuthnStatement", Names.Assertion);
        return new ValidatedAssertion
        {
            Id = id,
            Issuer = provider.EntityId,
            NameId = nameId.Text() is { Length: > 0 } name ? name : throw Fault(SamlFault.Structure, "The NameID is empty."),
            NameIdFormat = nameId.Value("Format"),
            SessionIndex = statement.Value("SessionIndex"),
            AuthenticatedAt = Instant(statement, "AuthnInstant") ?? throw Fault(SamlFault.Structure, "The AuthnStatement has no AuthnInstant."),
            AuthenticationContext = statement.Child("AuthnContext", Names.Assertion)?.Child("AuthnContextClassRef", Names.Assertion)?.Text(),
            UsableUntil = (until is { } conditionsEnd && conditionsEnd < confirmedUntil ? conditionsEnd : confirmedUntil) + expected.Skew,
            SessionEndsAt = CheckSession(statement, expected),
            Attributes = AttributesOf(assertion),
        };
    }

    static void CheckOrder(XmlElement assertion)
    {
        var at = -1;
        foreach (var child in assertion.Children().Where(static child => !child.Is("Signature", Names.Signature)))
        {
            var place = child.NamespaceURI == Names.Assertion ? Array.IndexOf(Order, child.LocalName) : -1;
            if (place < 0 || place < at || (place == at && child.LocalName != "AttributeStatement"))
                throw Fault(SamlFault.Structure, $"The assertion holds {child.LocalName} where it does not belong.");
            at = place;
        }
    }

    /// <returns>Until when it may be presented.</returns>
    static DateTimeOffset CheckConfirmation(XmlElement subject, TrustedProvider provider, ExpectedAnswer expected)
    {
        var bearers = subject.Children("SubjectConfirmation", Names.Assertion).Where(static one => one.Value("Method") == Names.Bearer).ToList();
        if (bearers.Count == 0)
            throw Fault(SamlFault.Structure, "The assertion has no bearer confirmation.");

        // One that fits is enough; the fault that is told is the first's.
        SamlException? first = null;
        foreach (var data in bearers.Select(static one => one.Child("SubjectConfirmationData", Names.Assertion)))
        {
            try
            {
                return CheckBearer(data, provider, expected);
            }
            catch (SamlException fault)
            {
                first ??= fault;
            }
        }

        throw first!;
    }

    static DateTimeOffset CheckBearer(XmlElement? data, TrustedProvider provider, ExpectedAnswer expected)
    {
        if (data is null || data.Value("Recipient") != provider.ConsumerUrl)
            throw Fault(SamlFault.Audience, "The assertion is for another recipient than this connection's address.");
        if (data.Value("InResponseTo") != expected.RequestId)
            throw Fault(SamlFault.Unsolicited, "The assertion answers another request than the one of this browser, or none.");
        if (data.HasAttribute("NotBefore"))
            throw Fault(SamlFault.Structure, "A bearer confirmation must not have a NotBefore.");
        var until = Instant(data, "NotOnOrAfter") ?? throw Fault(SamlFault.Structure, "The bearer confirmation has no NotOnOrAfter.");
        return until + expected.Skew > expected.Now ? until : throw TooOld();
    }

    /// <returns>Until when it holds, or null when it does not say.</returns>
    static DateTimeOffset? CheckConditions(XmlElement conditions, TrustedProvider provider, ExpectedAnswer expected)
    {
        if (Instant(conditions, "NotBefore") is { } from && from - expected.Skew > expected.Now)
            throw Fault(SamlFault.Time, "The assertion holds from later on only. Check the clocks of both servers.");
        var until = Instant(conditions, "NotOnOrAfter");
        if (until + expected.Skew <= expected.Now)
            throw TooOld();

        var hasAudience = false;
        foreach (var condition in conditions.Children())
        {
            if (condition.Is("AudienceRestriction", Names.Assertion))
                hasAudience = condition.Children("Audience", Names.Assertion).Any(one => one.Text() == provider.Audience)
                    ? true
                    : throw Fault(SamlFault.Audience, $"The assertion is for another audience. Its audience (entity ID, identifier) has to be {provider.Audience}.");
            else if (!condition.Is("OneTimeUse", Names.Assertion) && !condition.Is("ProxyRestriction", Names.Assertion))
                throw Fault(SamlFault.Structure, $"The assertion has a condition that is not known: {condition.LocalName}.");
        }

        return hasAudience ? until : throw Fault(SamlFault.Audience, "The assertion names no audience.");
    }

    static DateTimeOffset? CheckSession(XmlElement statement, ExpectedAnswer expected)
    {
        var end = Instant(statement, "SessionNotOnOrAfter");
        return end + expected.Skew <= expected.Now ? throw TooOld() : end;
    }

    static Dictionary<string, IReadOnlyList<string>> AttributesOf(XmlElement assertion)
    {
        var all = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var attribute in assertion.Children("AttributeStatement", Names.Assertion).SelectMany(static one => one.Children("Attribute", Names.Assertion)))
        {
            if (attribute.Value("Name") is not { Length: > 0 } name)
                throw Fault(SamlFault.Structure, "An attribute has no name.");

            // Values that are elements (a NameID, say) are nothing that a text could be read from.
            var values = attribute.Children("AttributeValue", Names.Assertion).Where(static one => !one.Children().Any()).Select(static one => one.Text());
            all[name] = [.. all.GetValueOrDefault(name) ?? [], .. values];
        }

        return all;
    }

    // SAML Core §1.3.3: UTC, without a zone of another kind.
    static DateTimeOffset? Instant(XmlElement element, string attribute)
    {
        if (element.Value(attribute) is not { } text)
            return null;

        return text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var instant)
            ? instant
            : throw Fault(SamlFault.Structure, $"{attribute} is no point in time in UTC.");
    }

    static SamlException TooOld() => Fault(SamlFault.Time, "The assertion holds no longer. Start the sign-in again; if this stays, check the clocks of both servers.");

    static SamlException Fault(SamlFault fault, string message) => new(fault, message);
}
