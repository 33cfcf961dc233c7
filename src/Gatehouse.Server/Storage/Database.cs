namespace Gatehouse.Server.Storage;

/// <summary>
/// The database. Hands out scopes bound to one organization; a write scope is one transaction, committed durably before the call returns
/// and rolled back whole when its delegate throws. Delegates may run again after a conflict, and never wait for the network.
/// </summary>
abstract class Database : IAsyncDisposable
{
    protected Database()
    {
        TypeHandlers.Register();
        Instance = new InstanceScope(this);
    }

    public abstract SqlDialect Dialect { get; }

    /// <summary>Tables that belong to no organization, and statements over all of them. A house test lists who may use it.</summary>
    public InstanceScope Instance { get; }

    public Task<T> ReadAsync<T>(OrganizationId organization, Func<DbScope, Task<T>> work, CancellationToken stop) =>
        RunReadAsync(organization, work, stop);

    public Task ReadAsync(OrganizationId organization, Func<DbScope, Task> work, CancellationToken stop) =>
        RunReadAsync(organization, Returning(work), stop);

    public Task<T> WriteAsync<T>(OrganizationId organization, Func<DbScope, Task<T>> work, CancellationToken stop) =>
        RunWriteAsync(organization, work, stop);

    public Task WriteAsync(OrganizationId organization, Func<DbScope, Task> work, CancellationToken stop) =>
        RunWriteAsync(organization, Returning(work), stop);

    /// <summary>Throws when the database cannot be used as it must be: durably, and with a schema this program knows.</summary>
    public abstract Task CheckAsync(CancellationToken stop);

    public abstract ValueTask DisposeAsync();

    protected abstract Task<T> RunReadAsync<T>(OrganizationId? organization, Func<DbScope, Task<T>> work, CancellationToken stop);

    protected abstract Task<T> RunWriteAsync<T>(OrganizationId? organization, Func<DbScope, Task<T>> work, CancellationToken stop);

    static Func<DbScope, Task<bool>> Returning(Func<DbScope, Task> work) => async db =>
    {
        await work(db);
        return true;
    };

    /// <summary>The same without an organization.</summary>
    public sealed class InstanceScope(Database database)
    {
        public Task<T> ReadAsync<T>(Func<DbScope, Task<T>> work, CancellationToken stop) => database.RunReadAsync(null, work, stop);

        public Task<T> WriteAsync<T>(Func<DbScope, Task<T>> work, CancellationToken stop) => database.RunWriteAsync(null, work, stop);

        public Task WriteAsync(Func<DbScope, Task> work, CancellationToken stop) => database.RunWriteAsync(null, Returning(work), stop);
    }
}
