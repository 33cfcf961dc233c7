using Gatehouse.Server.Organizations;

namespace Gatehouse.Server.Tests.Organizations;

/// <summary>What is a domain of mail addresses (RFC 1035 §2.3.1 with the digits of RFC 1123 §2.1).</summary>
public sealed class DomainTests
{
    static readonly string Longest = string.Join('.', Enumerable.Repeat(new string('a', 63), 3)) + "." + new string('a', 61);

    public static TheoryData<string> Domains => ["contoso.example", "CONTOSO.Example", " contoso.example ", "a.b", "xn--mnchen-3ya.example", "1und1.example", "a-b.c-d.example", Longest];

    public static TheoryData<string> Others =>
    [
        "", " ", "contoso", "contoso.", ".example", "contoso..example", "-contoso.example", "contoso-.example", "con toso.example", "con_toso.example",
        "ann@contoso.example", "*.contoso.example", "contoso.example/path", "contoso.example:25", "münchen.example", "contoso\u200b.example",
        "contoso.example\n.evil.example", new string('a', 64) + ".example", Longest + "a",
    ];

    [Theory]
    [MemberData(nameof(Domains))]
    public void These_are_domains(string text) => Assert.True(EmailDomains.IsClaimable(text));

    [Theory]
    [MemberData(nameof(Others))]
    public void These_are_none(string text) => Assert.False(EmailDomains.IsClaimable(text));
}
