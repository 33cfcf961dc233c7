namespace Gatehouse.EndToEnd.Tests;

/// <summary>One installation with one running server for all tests of a class. Each test makes an organization of its own.</summary>
public abstract class ServingInstallation(bool onPostgreSql) : IAsyncLifetime
{
    public const string PublicUrl = "https://id.contoso.example";

    Installation? installation;
    RunningServer? server;

    internal string? MissingBecause { get; } = Installation.MissingBecause(onPostgreSql);

    internal Installation Installation => installation ?? throw new InvalidOperationException("There is no installation.");

    internal RunningServer Server => server ?? throw new InvalidOperationException("The server has not started.");

    public async ValueTask InitializeAsync()
    {
        if (MissingBecause is not null)
            return;

        installation = await Installation.CreateAsync(onPostgreSql);
        server = await installation.ServeAsync("--public-url", PublicUrl);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (server is not null)
            await server.DisposeAsync();
        if (installation is not null)
            await installation.DisposeAsync();
    }
}

public sealed class ServingOnSqlite() : ServingInstallation(onPostgreSql: false);

public sealed class ServingOnPostgreSql() : ServingInstallation(onPostgreSql: true);
