using System.Text.Json;

namespace Gatehouse.Server.Tests.Commands;

public sealed class OrganizationCommandTests : CommandTest
{
    [Fact]
    public async Task Create_answers_with_id_and_name_and_leaves_an_event()
    {
        var created = await JsonAsync("organizations", "create", " Contoso é ", "--domain", "contoso.example", "--domain", "CONTOSO.example", "--domain", "fabrikam.example");

        Assert.Equal(["id", "name"], created.EnumerateObject().Select(static member => member.Name));
        Assert.Equal("Contoso é", created.GetProperty("name").GetString());
        Assert.Matches("^[0-9a-f]{32}$", created.GetProperty("id").GetString());
        Assert.Equal(["organization.created"], await ActionsAsync(created.GetProperty("id").GetString()!));
        Assert.Equal(["contoso.example", "fabrikam.example"], await DomainsAsync());
    }

    [Fact]
    public async Task Create_tells_people_what_comes_next() =>
        (await RunAsync("organizations", "create", "Contoso")).ShouldSay("id ", "name  Contoso", "gatehouse clients create --organization ");

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ann@contoso.example")]
    [InlineData("*.contoso.example")]
    [InlineData("")]
    public async Task A_bad_domain_is_refused_and_nothing_is_created(string domain)
    {
        (await RunAsync("organizations", "create", "Contoso", "--domain", "contoso.example", "--domain", domain)).ShouldRefuse("is not the name of a domain", "contoso.example");

        Assert.Equal(0, (await ListAsync()).GetArrayLength());
        Assert.Empty(await DomainsAsync());
    }

    [Fact]
    public async Task A_domain_of_another_organization_is_refused_and_nothing_is_created()
    {
        await CreateOrganizationAsync("--domain", "contoso.example");

        (await RunAsync("organizations", "create", "Fabrikam", "--domain", "fabrikam.example", "--domain", "Contoso.Example"))
            .ShouldRefuse("belongs to another organization", "Nothing was created");

        Assert.Equal(1, (await ListAsync()).GetArrayLength());
        Assert.Equal(["contoso.example"], await DomainsAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a name that goes on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on")]
    public async Task A_bad_name_is_refused(string name) => (await RunAsync("organizations", "create", name, "--output", "json")).ShouldRefuse("1 to 200 characters");

    [Theory]
    [InlineData("nonsense")]
    [InlineData("MINIMAL")]
    [InlineData("")]
    public async Task A_bad_profile_is_refused_with_those_there_are(string profile)
    {
        (await RunAsync("organizations", "create", "Contoso", "--schema-profile", profile, "--output", "json")).ShouldRefuse("minimal", "entra-default", "extended");
        var id = await CreateOrganizationAsync();

        (await RunAsync("organizations", "set-schema-profile", id, profile)).ShouldRefuse("minimal", "entra-default", "extended");

        Assert.Equal("entra-default", (await ListAsync())[0].GetProperty("schemaProfile").GetString());
    }

    [Fact]
    public async Task List_shows_all_with_their_state_and_profile()
    {
        (await RunAsync("organizations", "list")).ShouldSay("gatehouse organizations create NAME");
        Assert.Equal(0, (await ListAsync()).GetArrayLength());
        var first = await CreateOrganizationAsync("--schema-profile", "minimal");
        var second = await CreateOrganizationAsync();

        Assert.Equal(
            $$"""[{"id":"{{first}}","name":"Contoso","state":"active","schemaProfile":"minimal"},{"id":"{{second}}","name":"Contoso","state":"active","schemaProfile":"entra-default"}]""",
            (await ListAsync()).GetRawText());
        (await RunAsync("organizations", "list")).ShouldSay(first, second, "active", "minimal", "entra-default");
    }

    [Fact]
    public async Task Suspend_and_resume_and_another_profile_are_answered_and_leave_events()
    {
        var id = await CreateOrganizationAsync();

        Assert.Equal("suspended", (await JsonAsync("organizations", "suspend", id)).GetProperty("state").GetString());
        Assert.Equal("suspended", (await ListAsync())[0].GetProperty("state").GetString());
        Assert.Equal("active", (await JsonAsync("organizations", "resume", id)).GetProperty("state").GetString());
        Assert.Equal("active", (await ListAsync())[0].GetProperty("state").GetString());
        Assert.Equal("extended", (await JsonAsync("organizations", "set-schema-profile", id, "extended")).GetProperty("schemaProfile").GetString());
        Assert.Equal("extended", (await ListAsync())[0].GetProperty("schemaProfile").GetString());

        Assert.Equal(
            ["organization.active", "organization.created", "organization.schema-profile-changed", "organization.suspended"],
            (await ActionsAsync(id)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_unknown_organization_is_refused_by_every_command_that_names_one()
    {
        foreach (var id in (string[])["nonsense", Guid.CreateVersion7().ToString("N")])
        {
            foreach (var command in (string[][])
            [
                ["organizations", "suspend", id], ["organizations", "resume", id], ["organizations", "set-schema-profile", id, "minimal"],
                ["clients", "create", "--organization", id], ["clients", "list", "--organization", id],
                ["tokens", "create", "--organization", id, "--client", "x"], ["schemas", "add", "--organization", id, "--name", "x", "--attribute", "a:string"],
                ["users", "deleted", "--organization", id], ["users", "restore", "--organization", id, "x"],
            ])
                (await RunAsync([.. command, "--output", "json"])).ShouldRefuse($"There is no organization '{id}'", "gatehouse organizations list");
        }
    }

    [Fact]
    public async Task Ids_are_taken_with_hyphens_too()
    {
        var id = await CreateOrganizationAsync();

        Assert.Equal(id, (await JsonAsync("organizations", "suspend", Guid.Parse(id).ToString("D"))).GetProperty("id").GetString());
    }

    async Task<JsonElement> ListAsync() => (await JsonAsync("organizations", "list")).GetProperty("organizations");

    Task<IReadOnlyList<string>> DomainsAsync() => Database.Instance.ReadAsync(
        static db => db.ListAsync<string>("select name from email_domains order by name", null, Stop), Stop);
}
