namespace Gatehouse.Server.Storage;

/// <summary>Owns the connection to the database, transactions and the schema's migrations. Knows no table but its own journal.</summary>
static class StorageModule
{
    public static void Add(IServiceCollection services) => services.AddHostedService<StorageStart>();

    /// <summary>Refuses to start on a database that would lose what it acknowledged.</summary>
    sealed class StorageStart(Database database) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => database.CheckAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
