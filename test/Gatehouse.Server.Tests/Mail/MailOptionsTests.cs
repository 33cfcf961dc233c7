using Gatehouse.Server.Mail;

namespace Gatehouse.Server.Tests.Mail;

/// <summary>Which settings go together.</summary>
public sealed class MailOptionsTests
{
    [Fact]
    public void Each_kind_of_connection_has_its_port()
    {
        Assert.Equal(587, new MailOptions { Host = "mail.contoso.example" }.PortToUse);
        Assert.Equal(465, new MailOptions { Host = "mail.contoso.example", Security = MailSecurity.Tls }.PortToUse);
        Assert.Equal(25, new MailOptions { Host = "localhost", Security = MailSecurity.None }.PortToUse);
        Assert.Equal(2525, new MailOptions { Host = "localhost", Port = 2525 }.PortToUse);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_server_on_this_machine_may_be_spoken_to_in_clear(string host) =>
        Assert.Null(new MailOptions { Host = host, Security = MailSecurity.None }.Contradiction);

    [Theory]
    [InlineData("mail.contoso.example")]
    [InlineData("192.0.2.1")]
    [InlineData("localhost.contoso.example")]
    public void Any_other_may_not(string host) =>
        Assert.Contains("starttls or tls", new MailOptions { Host = host, Security = MailSecurity.None }.Contradiction, StringComparison.Ordinal);

    [Fact]
    public void What_contradicts_is_told()
    {
        Assert.Null(new MailOptions().Contradiction);
        Assert.Null(new MailOptions { Directory = "/mail" }.Contradiction);
        Assert.Null(new MailOptions { Host = "mail.contoso.example", UserName = "id", Password = "x" }.Contradiction);
        Assert.Contains("Mail:Directory", new MailOptions { Host = "mail.contoso.example", Directory = "/mail" }.Contradiction, StringComparison.Ordinal);
        Assert.Contains("go together", new MailOptions { Host = "mail.contoso.example", UserName = "id" }.Contradiction, StringComparison.Ordinal);
        Assert.Contains("go together", new MailOptions { Host = "mail.contoso.example", Password = "x" }.Contradiction, StringComparison.Ordinal);
        Assert.Contains("Mail:Host", new MailOptions { UserName = "id", Password = "x" }.Contradiction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_on_the_command_line_takes_the_place_of_the_server()
    {
        var server = new MailOptions { From = EmailAddress.Parse("id@contoso.example"), Host = "mail.contoso.example", UserName = "id", Password = "x" };

        Assert.Equal(new MailOptions { From = server.From, Directory = Path.GetFullPath("out") }, server.Into("out"));
        Assert.Equal(server, server.Into(null));
    }
}
