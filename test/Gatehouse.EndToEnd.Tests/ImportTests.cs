using System.Text.Json;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>kill -9 in the middle of an import, while a server runs on the same database: the same command completes it (L1).</summary>
public abstract class ImportTests(bool onPostgreSql) : IAsyncLifetime
{
    const int Users = 60_000;

    Installation installation = null!; // Set before the test runs.

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => installation = await Installation.CreateAsync(onPostgreSql);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return installation.DisposeAsync();
    }

    [Fact]
    public async Task The_same_command_again_completes_an_import_that_was_killed()
    {
        await using var server = await installation.ServeAsync();
        var client = await installation.CreateClientAsync();
        var organization = client.GetProperty("organizationId").GetString()!;
        var file = Path.Combine(installation.Folder, "people.ndjson");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, Users).Select(UserOf).Append(AllOf()), Stop);

        await using (var import = installation.Start("import", file, "--organization", organization))
        {
            while (await installation.CountAsync("users") is 0)
                await Task.Delay(20, Stop);
            await import.KillAsync();
        }

        var before = await installation.CountAsync("users");
        Assert.InRange(before, 1, Users - 1);
        var (status, output, error) = await installation.RunAsync(["import", file, "--organization", organization, "--output", "json"]);

        Assert.True(status == 0, error);
        Assert.Equal($$"""{"users":{{Users}},"groups":1,"members":{{Users}},"existing":0,"rejected":0}""", output.Trim());
        Assert.Equal(Users, await installation.CountAsync("users"));
        Assert.Equal(Users, await installation.CountAsync("group_members"));
        await server.Http.SignInAsync(client);
        var page = JsonDocument.Parse(await server.Http.GetStringAsync(new Uri("/scim/v2/Users?count=1", UriKind.Relative), Stop)).RootElement;
        Assert.Equal(Users, page.GetProperty("totalResults").GetInt32());
    }

    static string UserOf(int number) => $$"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"u{{number}}@contoso.example","emails":[{"value":"u{{number}}@contoso.example"}]}
        """.Trim();

    static string AllOf() => $$"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"All","members":[{{string.Join(',', Enumerable.Range(0, Users).Select(static number => $$"""{"value":"u{{number}}@contoso.example"}"""))}}]}
        """.Trim();
}

public sealed class ImportOnSqlite() : ImportTests(onPostgreSql: false);

public sealed class ImportOnPostgreSql() : ImportTests(onPostgreSql: true);
