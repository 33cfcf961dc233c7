using Microsoft.Playwright;

namespace Gatehouse.EndToEnd.Tests.Browser;

/// <summary>Somebody with an account of ours, at a browser.</summary>
sealed record Person(string Organization, string Id, string Address)
{
    public const string Name = "Mira Okonkwo";
    public const string Password = "correct horse battery";

    public static async Task<Person> CreateAsync(Installation installation, string? organization = null)
    {
        organization ??= (await installation.JsonAsync("organizations", "create", "Contoso Cloud")).GetProperty("id").GetString()!;
        var address = $"mira.{Guid.NewGuid():N}"[..12] + "@contoso.example";
        var (status, output, error) = await installation.RunWithInputAsync(
            ["users", "create", "--organization", organization, "--user-name", address, "--name", Name, "--password-stdin", "--output", "json"], Password);
        Assert.True(status == 0, error);
        return new(organization, System.Text.Json.JsonDocument.Parse(output).RootElement.GetProperty("id").GetString()!, address);
    }

    /// <summary>Enters address and password, wherever the page asks for them.</summary>
    public async Task EnterAsync(IPage page)
    {
        await page.FillAsync("[name=address]", Address);
        await page.ClickAsync("button.primary");
        await page.FillAsync("[name=password]", Password);
        await page.ClickAsync("button.primary");
    }

    /// <summary>Signs in for the first time, with an authenticator app as second factor.</summary>
    /// <returns>The app's secret.</returns>
    public async Task<byte[]> SignInAsync(IPage page)
    {
        await EnterAsync(page);
        await page.ClickAsync("button[value=authenticator]");
        var secret = OtpNet.Base32Encoding.ToBytes(await page.InputValueAsync("#secret"));
        await page.FillAsync("[name=code]", new OtpNet.Totp(secret).ComputeTotp());
        await page.ClickAsync("button.primary");
        await page.WaitForSelectorAsync(".codes");
        await page.ClickAsync("button.primary");
        return secret;
    }
}
