namespace Gatehouse.Server.Tests.Commands;

public sealed class AccountCommandTests : CommandTest
{
    const string Address = "mira@contoso.example";

    [Fact]
    public async Task A_user_is_created_with_a_link_to_choose_the_password()
    {
        var organization = await CreateOrganizationAsync();

        var made = await JsonAsync("users", "create", "--organization", organization, "--user-name", "Mira@Contoso.example", "--name", "Mira", "--public-url", "https://id.contoso.example");

        Assert.Equal(Address, made.GetProperty("userName").GetString());
        Assert.StartsWith("https://id.contoso.example/account/", made.GetProperty("activationLink").GetString(), StringComparison.Ordinal);
        Assert.Equal(["organization.created", "user.created", "user.invited"], (await ActionsAsync(organization)).Order(StringComparer.Ordinal));
        var shown = await JsonAsync("users", "show", Address, "--organization", organization);
        Assert.Equal((made.GetProperty("id").GetString(), "Mira", 0), (shown.GetProperty("id").GetString(), shown.GetProperty("name").GetString(), shown.GetProperty("credentials").GetArrayLength()));
    }

    [Fact]
    public async Task An_invitation_can_be_sent_again_and_a_user_deactivated_and_reset()
    {
        var organization = await CreateOrganizationAsync();
        var made = await JsonAsync("users", "create", "--organization", organization, "--user-name", Address);

        var again = await JsonAsync("users", "invite", Address, "--organization", organization);
        Assert.NotEqual(made.GetProperty("activationLink").GetString(), again.GetProperty("activationLink").GetString());
        (await RunAsync("users", "reset-factors", Address, "--organization", organization)).ShouldSay("reset");
        (await RunAsync("users", "deactivate", made.GetProperty("id").GetString()!, "--organization", organization)).ShouldSay("active");

        var listed = (await JsonAsync("users", "list", "--organization", organization)).GetProperty("users")[0];
        Assert.Equal((Address, "False", "local"), (listed.GetProperty("userName").GetString(), listed.GetProperty("active").ToString(), listed.GetProperty("origin").GetString()));
        Assert.Equal(
            ["organization.created", "user.created", "user.deactivated", "user.factors-reset", "user.invited", "user.invited"],
            (await ActionsAsync(organization)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_what_to_do()
    {
        var organization = await CreateOrganizationAsync();
        await JsonAsync("users", "create", "--organization", organization, "--user-name", Address);

        (await RunAsync("users", "create", "--organization", organization, "--user-name", "MIRA@contoso.example")).ShouldRefuse("users show");
        (await RunAsync("users", "create", "--organization", organization, "--user-name", "mira")).ShouldRefuse("'mira'", "mail address");
        (await RunAsync("users", "invite", "nobody@contoso.example", "--organization", organization)).ShouldRefuse("nobody@contoso.example", "users list");
    }

    [Fact]
    public async Task Applications_are_registered_with_a_secret_or_as_public_ones()
    {
        var organization = await CreateOrganizationAsync();

        var portal = await JsonAsync(
            "applications", "create", "--organization", organization, "--name", "Portal", "--redirect-uri", "https://portal.contoso.example/callback");
        var tool = await JsonAsync("applications", "create", "--organization", organization, "--name", "Tool", "--redirect-uri", "http://127.0.0.1/callback", "--public");

        Assert.StartsWith("ghs_", portal.GetProperty("clientSecret").GetString(), StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, tool.GetProperty("clientSecret").ValueKind);
        var listed = (await JsonAsync("applications", "list", "--organization", organization)).GetProperty("applications");
        Assert.Equal(["Portal", "Tool"], listed.EnumerateArray().Select(static one => one.GetProperty("name").GetString()));
        Assert.DoesNotContain("ghs_", listed.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://portal.contoso.example/callback")]
    [InlineData("https://portal.contoso.example/callback#x")]
    [InlineData("https://user@portal.contoso.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/callback")]
    [InlineData("com.contoso.app:/callback")]
    public async Task An_address_that_codes_must_not_go_to_is_refused(string uri)
    {
        var organization = await CreateOrganizationAsync();

        (await RunAsync("applications", "create", "--organization", organization, "--name", "Portal", "--redirect-uri", uri)).ShouldRefuse("redirect address", "https");
    }
}
