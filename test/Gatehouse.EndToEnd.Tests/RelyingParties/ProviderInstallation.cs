using System.Text.Json;

namespace Gatehouse.EndToEnd.Tests.RelyingParties;

/// <summary>One installation that people and relying parties reach at the name localhost, for all tests of a class.</summary>
public abstract class ProviderInstallation(bool onPostgreSql) : IAsyncLifetime
{
    readonly string? missingBecause = Installation.MissingBecause(onPostgreSql) ?? Browser.Chromium.MissingBecause;
    Installation? installation;
    RunningServer? server;

    internal Installation Installation => installation ?? throw new InvalidOperationException("There is no installation.");

    internal Uri Issuer => server?.Url ?? throw new InvalidOperationException("The server has not started.");

    public async ValueTask InitializeAsync()
    {
        if (missingBecause is not null)
            return;

        installation = await Installation.CreateAsync(onPostgreSql);
        server = await installation.ServeBrowsersAsync();
    }

    /// <summary>Somebody of a new organization.</summary>
    internal async Task<(Person Person, string Organization)> InviteAsync()
    {
        Assert.SkipWhen(missingBecause is not null, missingBecause ?? "");
        var organization = (await Installation.JsonAsync("organizations", "create", "Contoso")).GetProperty("id").GetString()!;
        var invited = await Installation.JsonAsync(
            "users", "create", "--organization", organization, "--user-name", $"mira.{Guid.NewGuid():N}@contoso.example", "--name", Person.Name);
        return (new(invited), organization);
    }

    /// <summary>An application of an organization, registered with these options.</summary>
    internal Task<JsonElement> RegisterAsync(string organization, params IEnumerable<string> options) =>
        Installation.JsonAsync(["applications", "create", "--organization", organization, "--name", "Portal", .. options]);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (server is not null)
            await server.DisposeAsync();
        if (installation is not null)
            await installation.DisposeAsync();
    }
}

public sealed class ProviderOnSqlite() : ProviderInstallation(onPostgreSql: false);

public sealed class ProviderOnPostgreSql() : ProviderInstallation(onPostgreSql: true);
