using Gatehouse.Scim.Resources;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Server.Tests.Commands;

public sealed class UserCommandTests : CommandTest
{
    [Fact]
    public async Task A_deleted_user_is_listed_and_comes_back()
    {
        var organization = await CreateOrganizationAsync();
        (await RunAsync("users", "deleted", "--organization", organization)).ShouldSay("Nobody was deleted");
        var user = await DeletedAsync(organization, "ann");

        var listed = Assert.Single((await JsonAsync("users", "deleted", "--organization", organization)).GetProperty("users").EnumerateArray());
        Assert.Equal((user, "ann"), (listed.GetProperty("id").GetString(), listed.GetProperty("userName").GetString()));
        Assert.InRange(listed.GetProperty("deletedAt").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.Equal($$"""{"id":"{{user}}","state":"restored"}""", (await JsonAsync("users", "restore", "--organization", organization, user)).GetRawText());

        Assert.Equal(0, (await JsonAsync("users", "deleted", "--organization", organization)).GetProperty("users").GetArrayLength());
        Assert.Equal(["organization.created", "user.restored"], await ActionsAsync(organization));
        (await RunAsync("users", "restore", "--organization", organization, user)).ShouldRefuse(user, "gatehouse users deleted");
    }

    [Fact]
    public async Task A_user_whose_name_is_taken_by_now_stays_deleted()
    {
        var organization = await CreateOrganizationAsync();
        var user = await DeletedAsync(organization, "ann");
        await InsertAsync(organization, "ANN");

        (await RunAsync("users", "restore", "--organization", organization, user)).ShouldRefuse("name");

        Assert.Equal(1, (await JsonAsync("users", "deleted", "--organization", organization)).GetProperty("users").GetArrayLength());
        Assert.Equal(["organization.created"], await ActionsAsync(organization));
    }

    [Fact]
    public async Task A_user_of_another_organization_is_not_there()
    {
        var user = await DeletedAsync(await CreateOrganizationAsync(), "ann");
        var other = await CreateOrganizationAsync();

        (await RunAsync("users", "restore", "--organization", other, user)).ShouldRefuse(user);
        (await RunAsync("users", "restore", "--organization", other, "nonsense")).ShouldRefuse("nonsense");
        Assert.Equal(0, (await JsonAsync("users", "deleted", "--organization", other)).GetProperty("users").GetArrayLength());
    }

    async Task<string> DeletedAsync(string organization, string userName)
    {
        var id = await InsertAsync(organization, userName);
        await WriteAsync(organization, async (services, db) =>
        {
            await services.GetRequiredService<DeletedUsers>().DeleteAsync(db, new UserId(id), Stop);
            return true;
        });
        return id.ToString("D");
    }

    Task<Guid> InsertAsync(string organization, string userName) => WriteAsync(organization, async (services, db) =>
        (await services.GetRequiredService<Users>().InsertAsync(db, UserRow.From(new ScimObject { ["userName"] = userName, ["active"] = true }), "scim", null, Stop)).UserId);

    async Task<T> WriteAsync<T>(string organization, Func<IServiceProvider, DbScope, Task<T>> work)
    {
        await using var services = GatehouseHost.BuildForCommands(new GatehouseOptions
        {
            PublicUrl = new Uri("http://127.0.0.1"), DataDirectory = Data, Database = DatabaseOptions.SqliteIn(Data),
        });
        Assert.True(OrganizationId.TryParse(organization, out var id));
        return await services.GetRequiredService<Database>().WriteAsync(id, db => work(services, db), Stop);
    }
}
