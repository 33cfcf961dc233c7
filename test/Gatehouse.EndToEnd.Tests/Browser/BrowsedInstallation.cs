namespace Gatehouse.EndToEnd.Tests.Browser;

/// <summary>One installation whose server is reached by the name localhost, for all tests of a class.</summary>
public class BrowsedInstallation : IAsyncLifetime
{
    Installation? installation;
    RunningServer? server;

    internal Installation Installation => installation ?? throw new InvalidOperationException("There is no installation.");

    internal RunningServer Server => server ?? throw new InvalidOperationException("The server has not started.");

    internal virtual bool IsOnPostgreSql => false;

    /// <summary>Why there is none, or null.</summary>
    internal virtual string? MissingBecause => Installation.MissingBecause(IsOnPostgreSql);

    public async ValueTask InitializeAsync()
    {
        if (MissingBecause is not null)
            return;

        installation = await Installation.CreateAsync(IsOnPostgreSql);
        await PrepareAsync();
        server = await ServeAsync();
        await ProvisionAsync();
    }

    /// <summary>Does what has to be done before the server starts.</summary>
    internal virtual Task PrepareAsync() => Task.CompletedTask;

    internal virtual Task<RunningServer> ServeAsync() => Installation.ServeBrowsersAsync();

    /// <summary>Does what needs the server.</summary>
    internal virtual Task ProvisionAsync() => Task.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (server is not null)
            await server.DisposeAsync();
        if (installation is not null)
            await installation.DisposeAsync();
    }
}

/// <summary>The same on PostgreSQL. Its pages are those of SQLite, so nobody looks at them a second time.</summary>
public sealed class BrowsedPostgreSqlInstallation : BrowsedInstallation
{
    internal override bool IsOnPostgreSql => true;
}
