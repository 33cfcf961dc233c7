using System.Text.Json;

using Gatehouse.EndToEnd.Tests.Browser;

namespace Gatehouse.EndToEnd.Tests.RelyingParties;

/// <summary>One installation that people and relying parties reach at the name localhost, for all tests of a class.</summary>
public abstract class ProviderInstallation(bool onPostgreSql) : IAsyncLifetime
{
    readonly string? missingBecause = Installation.MissingBecause(onPostgreSql) ?? Chromium.MissingBecause;
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

    /// <summary>Somebody of a new organization, who has never signed in.</summary>
    internal Task<Person> AdmitAsync()
    {
        Assert.SkipWhen(missingBecause is not null, missingBecause ?? "");
        return Person.CreateAsync(Installation);
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
