using System.Text.Json;

using Gatehouse.Server.Tests.OAuth;
using Gatehouse.Server.Tests.Scim;

namespace Gatehouse.Server.Tests.Transfer;

public abstract class ExportTests(ServerFixture server) : TransferTest(server)
{
    [Fact]
    public async Task An_export_imported_elsewhere_is_the_same_directory_with_the_same_ids()
    {
        var ada = await Scim.CreateUserAsync("ada", $$"""
            "externalId": "ext", "emails": [{ "value": "ada@contoso.example", "primary": true }], "active": false
            """.Trim());
        var bo = await Scim.CreateUserAsync("bo", $$$"""
            "{{{ScimClient.EnterpriseUrn}}}": { "manager": { "value": "{{{ada}}}" } }
            """.Trim());
        var inner = await Scim.CreateGroupAsync("Inner", ada);
        await Scim.CreateGroupAsync("Outer", bo, inner);
        await Scim.CreateGroupAsync("Empty");
        var exported = await ExportAsync();

        // Ids are an organization's own, so the same may be used in another.
        var elsewhere = await ImportElsewhereAsync(exported);

        Assert.Equal(exported.Select(WithoutMeta), elsewhere.Select(WithoutMeta));
        Assert.Equal(5, exported.Count);
    }

    [Fact]
    public async Task Deleted_users_are_not_exported()
    {
        await Scim.DeleteAsync($"/Users/{await Scim.CreateUserAsync("ada")}");

        Assert.Empty(await ExportAsync());
    }

    [Fact]
    public async Task More_than_a_page_of_everything_is_exported_once()
    {
        await ImportAsync(Enumerable.Range(0, 1_200).Select(static i => ScimClient.User($"u{i}"))
            .Append(ScimClient.Group("All", Enumerable.Range(0, 1_200).Select(static i => $"u{i}"))));

        var lines = await ExportAsync();

        Assert.Equal(1_201, lines.Count);
        Assert.Equal(1_201, lines.Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(1_200, JsonDocument.Parse(lines[^1]).RootElement.GetProperty("members").GetArrayLength());
    }

    async Task<IReadOnlyList<string>> ImportElsewhereAsync(IReadOnlyList<string> lines)
    {
        var file = Write("exported.ndjson", lines);
        await InitializeAsync();
        var done = await ImportFileAsync(file);
        Assert.Equal((2, 3, 3, 0), (done.Users, done.Groups, done.Joined, done.Rejected));
        return await ExportAsync();
    }

    static string WithoutMeta(string line) => line[..line.IndexOf("\"meta\"", StringComparison.Ordinal)] + line[line.IndexOf('}', line.IndexOf("\"meta\"", StringComparison.Ordinal))..];
}

public sealed class ExportOnSqlite(SqliteServer server) : ExportTests(server);

public sealed class ExportOnPostgreSql(PostgreSqlServer server) : ExportTests(server);
