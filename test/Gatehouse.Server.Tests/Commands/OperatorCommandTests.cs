using Gatehouse.Server.Organizations;

namespace Gatehouse.Server.Tests.Commands;

public sealed class OperatorCommandTests : CommandTest
{
    const string Address = "noor@contoso.example";

    [Fact]
    public async Task An_operator_is_invited_with_a_link_listed_and_removed()
    {
        (await RunAsync("operators", "list")).ShouldSay("gatehouse operators invite ADDRESS");

        var invited = await JsonAsync("operators", "invite", "Noor@Contoso.example", "--name", "Noor Vermeer", "--public-url", "https://id.contoso.example");
        Assert.Equal(["id", "address", "activationLink"], invited.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(Address, invited.GetProperty("address").GetString());
        Assert.StartsWith("https://id.contoso.example/account/", invited.GetProperty("activationLink").GetString(), StringComparison.Ordinal);

        var listed = Assert.Single((await JsonAsync("operators", "list")).GetProperty("operators").EnumerateArray());
        Assert.Equal(
            (invited.GetProperty("id").GetString(), Address, "Noor Vermeer", true),
            (listed.GetProperty("id").GetString(), listed.GetProperty("address").GetString(), listed.GetProperty("name").GetString(), listed.GetProperty("active").GetBoolean()));

        (await RunAsync("operators", "remove", Address)).ShouldSay("There is no operator any more");
        Assert.Equal(0, (await JsonAsync("operators", "list")).GetProperty("operators").GetArrayLength());
        Assert.Equal(
            ["operator.added", "operator.removed", "user.created", "user.deactivated", "user.invited"],
            (await ActionsAsync(OperatorsOrganization.Id.ToString())).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Inviting_again_sends_another_link_to_the_same_account()
    {
        var first = await JsonAsync("operators", "invite", Address);
        var again = await JsonAsync("operators", "invite", Address);
        await JsonAsync("operators", "remove", Address);
        var anew = await JsonAsync("operators", "invite", Address, "--name", "Noor");

        Assert.Equal(first.GetProperty("id").GetString(), again.GetProperty("id").GetString());
        Assert.Equal(first.GetProperty("id").GetString(), anew.GetProperty("id").GetString());
        Assert.NotEqual(first.GetProperty("activationLink").GetString(), again.GetProperty("activationLink").GetString());
        Assert.True(Assert.Single((await JsonAsync("operators", "list")).GetProperty("operators").EnumerateArray()).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_what_to_do()
    {
        (await RunAsync("operators", "invite", "noor")).ShouldRefuse("'noor'", "mail address");
        (await RunAsync("operators", "invite", Address, "--name", " ")).ShouldRefuse("1 to 200 characters");
        (await RunAsync("operators", "remove", "nobody@contoso.example")).ShouldRefuse("nobody@contoso.example", "gatehouse operators list");
        (await RunAsync("operators", "remove", "nonsense")).ShouldRefuse("nonsense", "gatehouse operators list");
    }

    [Fact]
    public async Task The_operators_organization_is_not_listed_and_takes_nothing_that_customers_have()
    {
        await JsonAsync("operators", "invite", Address);
        var file = Path.Combine(Data, "people.ndjson");
        await File.WriteAllTextAsync(file, """{ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ann@contoso.example" }""", Stop);
        Assert.Equal(0, (await JsonAsync("organizations", "list")).GetProperty("organizations").GetArrayLength());

        var id = OperatorsOrganization.Id.ToString();
        foreach (var command in (string[][])
        [
            ["organizations", "suspend", id], ["organizations", "resume", id], ["organizations", "set-schema-profile", id, "extended"],
            ["clients", "create", "--organization", id], ["clients", "list", "--organization", id],
            ["applications", "create", "--organization", id, "--name", "x", "--redirect-uri", "https://a.example/"], ["applications", "list", "--organization", id],
            ["schemas", "add", "--organization", id, "--name", "x", "--attribute", "a:string"], ["users", "create", "--organization", id, "--user-name", "ann@contoso.example"],
            ["users", "list", "--organization", id], ["users", "deleted", "--organization", id], ["import", file, "--organization", id], ["export", file, "--organization", id],
        ])
            (await RunAsync([.. command, "--output", "json"])).ShouldRefuse("organization of the operators", "gatehouse operators");
    }

    [Fact]
    public async Task An_operator_who_lost_the_second_factor_is_helped_like_everybody()
    {
        await JsonAsync("operators", "invite", Address);

        Assert.Equal(Address, (await JsonAsync("users", "show", Address, "--organization", "operators")).GetProperty("userName").GetString());
        (await RunAsync("users", "reset-factors", Address, "--organization", "operators")).ShouldSay("reset");
        (await RunAsync("users", "show", "ann@contoso.example", "--organization", "operators")).ShouldRefuse("ann@contoso.example");
    }
}
