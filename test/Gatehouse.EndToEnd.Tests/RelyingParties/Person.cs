using System.Text.Json;

using Microsoft.Playwright;

namespace Gatehouse.EndToEnd.Tests.RelyingParties;

/// <summary>Somebody who was invited, and does at the pages what people do.</summary>
sealed class Person(JsonElement invited)
{
    public const string Name = "Mira Okonkwo";

    const string Password = "correct horse battery";

    public string Id { get; } = invited.GetProperty("id").GetString()!;

    public string Address { get; } = invited.GetProperty("userName").GetString()!;

    /// <summary>A path, because browsers know the server by another name than its own machine does.</summary>
    public string Invitation { get; } = new Uri(invited.GetProperty("activationLink").GetString()!).AbsolutePath;

    /// <summary>At the page of the invitation, chooses a password.</summary>
    public static async Task ChoosePasswordAsync(IPage page)
    {
        await page.FillAsync("[name=password]", Password);
        await page.ClickAsync("button.primary");
        await page.WaitForSelectorAsync("[autocomplete=current-password]");
    }

    /// <summary>At the page that asks for the address, signs in for the first time and sets an authenticator up on the way.</summary>
    public async Task SignInAsync(IPage page)
    {
        await page.FillAsync("[type=email]", Address);
        await page.ClickAsync("button.primary");
        await page.FillAsync("[autocomplete=current-password]", Password);
        await page.ClickAsync("button.primary");
        await page.ClickAsync("button[value=authenticator]");
        var secret = OtpNet.Base32Encoding.ToBytes(await page.InputValueAsync("#secret"));
        await page.FillAsync("[name=code]", new OtpNet.Totp(secret).ComputeTotp());
        await page.ClickAsync("button.primary");
        await page.WaitForSelectorAsync(".codes");
        await page.ClickAsync("button.primary");
    }
}
