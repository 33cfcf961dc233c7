using Gatehouse.Server.Mail;

namespace Gatehouse.Server.Tests.Mail;

/// <summary>Which addresses mail is sent to (S67).</summary>
public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("noor@contoso.example", "contoso.example")]
    [InlineData("Noor.Vermeer+work@Sub.Contoso.example", "Sub.Contoso.example")]
    [InlineData("o'brien@contoso.example", "contoso.example")]
    [InlineData("gatehouse@localhost", "localhost")]
    [InlineData("a@xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("x@1and1.example", "1and1.example")]
    public void Plain_addresses_are_taken_as_they_are(string text, string domain)
    {
        Assert.True(EmailAddress.TryParse(text, out var address));
        Assert.Equal((text, domain), (address.Value, address.Domain));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("noor")]
    [InlineData("@contoso.example")]
    [InlineData("noor@")]
    [InlineData("noor@contoso.example@fabrikam.example")]
    [InlineData("\"noor@evil\"@contoso.example")]
    [InlineData("Noor <noor@contoso.example>")]
    [InlineData("<noor@contoso.example>")]
    [InlineData("noor(comment)@contoso.example")]
    [InlineData("noor@contoso.example (comment)")]
    [InlineData("noor@[192.0.2.1]")]
    [InlineData("noor@192.0.2.1")]
    [InlineData(".noor@contoso.example")]
    [InlineData("noor.@contoso.example")]
    [InlineData("no..or@contoso.example")]
    [InlineData("noor@contoso..example")]
    [InlineData("noor@contoso.example.")]
    [InlineData("noor@.contoso.example")]
    [InlineData("noor@-contoso.example")]
    [InlineData("noor@contoso-.example")]
    [InlineData("noor@con_toso.example")]
    [InlineData("nöor@contoso.example")]
    [InlineData("noor@bücher.example")]
    [InlineData("noor@contoso．example")]
    [InlineData("noor＠contoso.example")]
    [InlineData("noor@\u212Aontoso.example")]
    [InlineData("=?utf-8?q?noor=40evil.example=3e?=@contoso.example")]
    [InlineData("noor%evil.example@contoso.example")]
    [InlineData("evil.example!noor@contoso.example")]
    [InlineData("noor@contoso.example\n")]
    [InlineData("noor@contoso.example\r\nBcc: eve@fabrikam.example")]
    [InlineData("noor@contoso.example, eve@fabrikam.example")]
    [InlineData("noor@contoso.example;eve@fabrikam.example")]
    [InlineData("noor @contoso.example")]
    [InlineData(" noor@contoso.example")]
    [InlineData("noor\0@contoso.example")]
    public void Anything_else_is_none(string? text)
    {
        Assert.False(EmailAddress.TryParse(text, out var address));
        Assert.Null(address);
    }

    [Theory]
    [InlineData(64, 189, true)]
    [InlineData(64, 190, false)]
    [InlineData(65, 20, false)]
    [InlineData(64, 20, true)]
    public void Length_has_a_limit(int local, int domain, bool fits)
    {
        var labels = string.Concat(Enumerable.Range(1, domain).Select(static place => place % 50 == 0 ? '.' : 'd'));

        Assert.Equal(fits, EmailAddress.TryParse($"{new string('n', local)}@{labels}", out _));
    }
}
