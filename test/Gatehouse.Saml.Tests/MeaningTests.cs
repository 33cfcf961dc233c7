using System.Xml;

using Gatehouse.Saml.Validation;

namespace Gatehouse.Saml.Tests;

/// <summary>Responses that are signed as they should be and mean something that is not to be taken (SAML Profiles §4.1.4.3).</summary>
public sealed class MeaningTests : IDisposable
{
    readonly Idp idp = new();

    public void Dispose() => idp.Dispose();

    static XmlElement Find(XmlDocument document, string name) => (XmlElement)document.GetElementsByTagName(name, "*")[0]!;

    static XmlElement InAssertion(XmlDocument document, string name) => (XmlElement)Idp.Assertion(document).GetElementsByTagName(name, "*")[0]!;

    static void Remove(XmlElement element) => element.ParentNode!.RemoveChild(element);

    static readonly Dictionary<string, (SamlFault Fault, Action<XmlDocument> Change)> Faults = new()
    {
        ["status"] = (SamlFault.Status, static one => Find(one, "StatusCode").SetAttribute("Value", "urn:oasis:names:tc:SAML:2.0:status:Responder")),
        ["no status"] = (SamlFault.Structure, static one => Remove(Find(one, "Status"))),
        ["version"] = (SamlFault.Structure, static one => one.DocumentElement!.SetAttribute("Version", "1.1")),
        ["response issuer"] = (SamlFault.Issuer, static one => Find(one, "Issuer").InnerText = "https://other.example"),
        ["assertion issuer"] = (SamlFault.Issuer, static one => InAssertion(one, "Issuer").InnerText = Idp.EntityId.ToUpperInvariant()),
        ["no assertion issuer"] = (SamlFault.Structure, static one => InAssertion(one, "Issuer").InnerXml = "<x/>"),
        ["destination"] = (SamlFault.Audience, static one => one.DocumentElement!.SetAttribute("Destination", "https://other.example/acs")),
        ["unsolicited"] = (SamlFault.Unsolicited, static one => one.DocumentElement!.RemoveAttribute("InResponseTo")),
        ["another request"] = (SamlFault.Unsolicited, static one => one.DocumentElement!.SetAttribute("InResponseTo", "_other")),
        ["confirmation of another request"] = (SamlFault.Unsolicited, static one => InAssertion(one, "SubjectConfirmationData").SetAttribute("InResponseTo", "_other")),
        ["confirmation of none"] = (SamlFault.Unsolicited, static one => InAssertion(one, "SubjectConfirmationData").RemoveAttribute("InResponseTo")),
        ["recipient"] = (SamlFault.Audience, static one => InAssertion(one, "SubjectConfirmationData").SetAttribute("Recipient", "https://other.example/acs")),
        ["no recipient"] = (SamlFault.Audience, static one => InAssertion(one, "SubjectConfirmationData").RemoveAttribute("Recipient")),
        ["confirmation too old"] = (SamlFault.Time, static one => InAssertion(one, "SubjectConfirmationData").SetAttribute("NotOnOrAfter", "2026-11-27T11:58:00Z")),
        ["confirmation without an end"] = (SamlFault.Structure, static one => InAssertion(one, "SubjectConfirmationData").RemoveAttribute("NotOnOrAfter")),
        ["confirmation with a beginning"] = (SamlFault.Structure, static one => InAssertion(one, "SubjectConfirmationData").SetAttribute("NotBefore", "2026-11-27T11:00:00Z")),
        ["no confirmation"] = (SamlFault.Structure, static one => Remove(InAssertion(one, "SubjectConfirmation"))),
        ["no bearer"] = (SamlFault.Structure, static one => InAssertion(one, "SubjectConfirmation").SetAttribute("Method", "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key")),
        ["no data"] = (SamlFault.Audience, static one => Remove(InAssertion(one, "SubjectConfirmationData"))),
        ["no conditions"] = (SamlFault.Structure, static one => Remove(InAssertion(one, "Conditions"))),
        ["too old"] = (SamlFault.Time, static one => InAssertion(one, "Conditions").SetAttribute("NotOnOrAfter", "2026-11-27T11:58:59Z")),
        ["too new"] = (SamlFault.Time, static one => InAssertion(one, "Conditions").SetAttribute("NotBefore", "2026-11-27T12:01:01Z")),
        ["audience"] = (SamlFault.Audience, static one => InAssertion(one, "Audience").InnerText = Idp.Audience + "/"),
        ["audience of another case"] = (SamlFault.Audience, static one => InAssertion(one, "Audience").InnerText = Idp.Audience.Replace("idps", "IDPS", StringComparison.Ordinal)),
        ["no audience"] = (SamlFault.Audience, static one => Remove(InAssertion(one, "AudienceRestriction"))),
        ["a second audience restriction without us"] = (SamlFault.Audience, static one =>
        {
            var second = (XmlElement)InAssertion(one, "AudienceRestriction").CloneNode(true);
            second.FirstChild!.InnerText = "https://other.example";
            InAssertion(one, "Conditions").AppendChild(second);
        }),
        ["an unknown condition"] = (SamlFault.Structure, static one =>
            InAssertion(one, "Conditions").AppendChild(one.CreateElement("saml", "Condition", "urn:oasis:names:tc:SAML:2.0:assertion"))),
        ["no authentication"] = (SamlFault.Structure, static one => Remove(InAssertion(one, "AuthnStatement"))),
        ["authentication without a time"] = (SamlFault.Structure, static one => InAssertion(one, "AuthnStatement").RemoveAttribute("AuthnInstant")),
        ["session over"] = (SamlFault.Time, static one => InAssertion(one, "AuthnStatement").SetAttribute("SessionNotOnOrAfter", "2026-11-27T11:00:00Z")),
        ["a local time"] = (SamlFault.Structure, static one => InAssertion(one, "Conditions").SetAttribute("NotOnOrAfter", "2026-11-27T13:00:00")),
        ["no time at all"] = (SamlFault.Structure, static one => InAssertion(one, "Conditions").SetAttribute("NotOnOrAfter", "tomorrow Z")),
        ["no subject"] = (SamlFault.Structure, static one => Remove(InAssertion(one, "Subject"))),
        ["no name"] = (SamlFault.Structure, static one => Remove(InAssertion(one, "NameID"))),
        ["an empty name"] = (SamlFault.Structure, static one => InAssertion(one, "NameID").InnerText = " "),
        ["elements out of order"] = (SamlFault.Structure, static one =>
        {
            var subject = InAssertion(one, "Subject");
            subject.ParentNode!.AppendChild(subject);
        }),
        ["encrypted"] = (SamlFault.Encrypted, static one =>
            one.DocumentElement!.AppendChild(one.CreateElement("saml", "EncryptedAssertion", "urn:oasis:names:tc:SAML:2.0:assertion"))),
        ["no response"] = (SamlFault.Structure, static one => one.LoadXml($"<x>{one.DocumentElement!.OuterXml}</x>")),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_signed_and_not_for_us_now_is_refused_for_its_reason(string name)
    {
        var (fault, change) = Faults[name];

        // Changed first and signed then, so that nothing but the meaning is wrong.
        var response = idp.Response(name == "no response" ? Signs.Nothing : Signs.Assertion, name is "no response" ? null : change);
        if (name == "no response")
            change(response);

        Assert.Equal(fault, idp.Refuses(response).Fault);
    }

    [Theory]
    [InlineData(-89, true)]
    [InlineData(-91, false)]
    [InlineData(359, true)]
    [InlineData(361, false)]
    public void Clocks_may_be_a_minute_apart(int seconds, bool isTaken)
    {
        var response = Idp.Bytes(idp.Response());
        var later = Idp.Expected with { Now = Idp.Now.AddSeconds(seconds) };

        if (isTaken)
            Assert.Equal(Idp.Attacker, ResponseValidator.Validate(response, idp.Trusted, later).NameId);
        else
            Assert.Equal(SamlFault.Time, Assert.Throws<SamlException>(() => ResponseValidator.Validate(response, idp.Trusted, later)).Fault);
    }

    [Fact]
    public void One_of_several_confirmations_is_enough_and_attributes_of_one_name_are_joined()
    {
        var response = idp.Response(change: static one =>
        {
            var confirmation = InAssertion(one, "SubjectConfirmation");
            var other = (XmlElement)confirmation.CloneNode(true);
            ((XmlElement)other.FirstChild!).SetAttribute("Recipient", "https://other.example/acs");
            confirmation.ParentNode!.InsertBefore(other, confirmation);
            var attribute = InAssertion(one, "Attribute");
            attribute.ParentNode!.AppendChild(attribute.CloneNode(true));
        });

        Assert.Equal([Idp.Attacker, Idp.Attacker], idp.Validate(response).Attributes["email"]);
    }
}
