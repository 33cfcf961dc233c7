namespace Gatehouse.EndToEnd.Tests.Browser;

/// <summary>One installation whose server is reached by the name localhost, for all tests of a class.</summary>
public sealed class BrowsedInstallation : IAsyncLifetime
{
    Installation? installation;
    RunningServer? server;

    internal Installation Installation => installation ?? throw new InvalidOperationException("There is no installation.");

    internal RunningServer Server => server ?? throw new InvalidOperationException("The server has not started.");

    public async ValueTask InitializeAsync()
    {
        installation = await Installation.CreateAsync(onPostgreSql: false);
        server = await installation.ServeBrowsersAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        if (installation is not null)
            await installation.DisposeAsync();
    }
}
