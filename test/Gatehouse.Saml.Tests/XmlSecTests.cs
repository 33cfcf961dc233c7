using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Saml.Tests;

/// <summary>Signatures judged and made by xmlsec1, which shares no code with ours nor with the framework's.</summary>
public sealed class XmlSecTests : IDisposable
{
    const string Rsa = "http://www.w3.org/2001/04/xmldsig-more#rsa-";
    const string Digest = "http://www.w3.org/2001/04/xmlenc#";
    const string Executable = "/usr/bin/xmlsec1";

    readonly Idp idp = new();
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gatehouse-xmlsec-");

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        idp.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("sha256")]
    [InlineData("sha512")]
    public async Task Both_accept_what_an_identity_provider_has_signed_and_refuse_it_with_one_character_changed(string hash)
    {
        var response = Idp.Unsigned();
        idp.Sign(Idp.Assertion(response), Rsa + hash, Digest + hash);

        await BothAcceptAsync(response.OuterXml);
        await BothRefuseAsync(response.OuterXml);
    }

    [Theory]
    [InlineData("sha256")]
    [InlineData("sha512")]
    public async Task Both_accept_what_xmlsec1_has_signed_and_refuse_it_with_one_character_changed(string hash)
    {
        var signed = PathOf("signed.xml");
        var (status, said) = await RunAsync(
            ["--sign", "--privkey-pem", await WriteAsync("key.pem", PrivateKey()), "--output", signed, await WriteAsync("template.xml", TemplateOf(hash))]);
        Assert.True(status == 0, said);
        var response = await File.ReadAllTextAsync(signed, Stop);

        await BothAcceptAsync(response);
        await BothRefuseAsync(response);
    }

    string PrivateKey()
    {
        using var key = idp.Certificate.GetRSAPrivateKey();
        return key!.ExportPkcs8PrivateKeyPem(); // It was made with one.
    }

    /// <summary>A response whose signature is still empty.</summary>
    static string TemplateOf(string hash)
    {
        var response = Idp.Unsigned();
        var assertion = Idp.Assertion(response);
        var signature = response.CreateDocumentFragment();
        signature.InnerXml = $"""
            <ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><ds:SignatureMethod Algorithm="{Rsa}{hash}"/><ds:Reference URI="#{assertion.GetAttribute("ID")}"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms><ds:DigestMethod Algorithm="{Digest}{hash}"/><ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/></ds:Signature>
            """;
        assertion.InsertAfter(signature, assertion.FirstChild);
        return response.OuterXml;
    }

    async Task BothAcceptAsync(string response)
    {
        var (status, said) = await VerifyAsync(response);
        Assert.True(status == 0, said);
        Assert.Equal(Idp.Attacker, idp.Validate(response).NameId);
    }

    async Task BothRefuseAsync(string response)
    {
        var changed = response.Replace(Idp.Attacker, "b" + Idp.Attacker[1..], StringComparison.Ordinal);
        Assert.NotEqual(response, changed);
        var (status, _) = await VerifyAsync(changed);
        Assert.NotEqual(0, status);
        Assert.Equal(SamlFault.Signature, Assert.Throws<SamlException>(() => idp.Validate(changed)).Fault);
    }

    async Task<(int Status, string Said)> VerifyAsync(string response) => await RunAsync(
        ["--verify", "--pubkey-cert-pem", await WriteAsync("certificate.pem", idp.Certificate.ExportCertificatePem()), await WriteAsync("response.xml", response)]);

    string PathOf(string name) => Path.Combine(folder.FullName, name);

    async Task<string> WriteAsync(string name, string text)
    {
        await File.WriteAllTextAsync(PathOf(name), text, Stop);
        return PathOf(name);
    }

    static async Task<(int Status, string Said)> RunAsync(IReadOnlyList<string> args)
    {
        Assert.SkipUnless(File.Exists(Executable), $"{Executable} is not installed");
        var start = new ProcessStartInfo(Executable, [args[0], "--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:assertion:Assertion", .. args.Skip(1)])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("xmlsec1 did not start.");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, await output + await error);
    }
}
