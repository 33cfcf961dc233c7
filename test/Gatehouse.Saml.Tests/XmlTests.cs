using System.Text;

using Gatehouse.Saml.Xml;

namespace Gatehouse.Saml.Tests;

public sealed class XmlTests
{
    static SamlException Refuses(string xml) => Refuses(Encoding.UTF8.GetBytes(xml));

    static SamlException Refuses(byte[] xml) => Assert.Throws<SamlException>(() => SafeXml.Read(xml, XmlLimits.Message));

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("<a>")]
    [InlineData("<a/><b/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>")]
    [InlineData("<!DOCTYPE a SYSTEM \"http://evil.example/a.dtd\"><a/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;&x;&x;\">]><a>&y;</a>")]
    [InlineData("<a>&x;</a>")]
    [InlineData("<a><!-- x --></a>")]
    [InlineData("<a><![CDATA[x]]></a>")]
    [InlineData("<a><?x y?></a>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-16\"?><a/>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-7\"?><a/>")]
    [InlineData("<a>&#0;</a>")]
    [InlineData("<a b='1' b='2'/>")]
    [InlineData("<x:a/>")]
    public void What_could_be_read_in_two_ways_or_reaches_elsewhere_is_refused(string xml) => Assert.Equal(SamlFault.Xml, Refuses(xml).Fault);

    [Fact]
    public void So_is_what_is_too_much()
    {
        Refuses("<a>" + new string('x', 300_000) + "</a>");
        Refuses(string.Concat(Enumerable.Repeat("<a>", 40)) + string.Concat(Enumerable.Repeat("</a>", 40)));
        Refuses(string.Concat(Enumerable.Repeat("<a>", 20_000)) + string.Concat(Enumerable.Repeat("</a>", 20_000)));
        Refuses("<a>" + string.Concat(Enumerable.Repeat("<b/>", 6_000)) + "</a>");
        Refuses("<a " + string.Join(' ', Enumerable.Range(0, 40).Select(static n => $"b{n}=''")) + "/>");
    }

    [Fact]
    public void So_are_other_encodings()
    {
        Refuses(Encoding.Unicode.GetBytes("<a/>"));
        Refuses([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<a/>")]);
        Refuses([.. "<a>"u8, 0xC3, 0x28, .. "</a>"u8]);
    }

    [Fact]
    public void Plain_XML_is_read_as_it_is()
    {
        Assert.Equal("a & b", SafeXml.Read("\uFEFF<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>a &amp; b</a>"u8.ToArray(), XmlLimits.Message).InnerText);
        Assert.Equal("ab", SafeXml.Read("<a>a<!-- x -->b</a>"u8.ToArray(), XmlLimits.Metadata).InnerText);
    }
}
