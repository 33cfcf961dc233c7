using System.Data.Common;
using System.Runtime.CompilerServices;

using Dapper;

namespace Gatehouse.Server.Storage;

/// <summary>
/// Runs statements for one organization. Binds <c>@organization</c> itself and refuses a statement that does not mention it, so that no
/// query can forget whose data it is about. Only the instance's own scope has no organization.
/// </summary>
sealed class DbScope
{
    readonly DbConnection connection;
    readonly DbTransaction? transaction;
    readonly OrganizationId? organization;

    internal DbScope(DbConnection connection, DbTransaction? transaction, SqlDialect dialect, OrganizationId? organization)
    {
        this.connection = connection;
        this.transaction = transaction;
        this.organization = organization;
        Dialect = dialect;
    }

    public SqlDialect Dialect { get; }

    public OrganizationId Organization => organization ?? throw new InvalidOperationException("The instance's scope has no organization.");

    /// <summary>The first row, or null.</summary>
    public Task<T?> FindAsync<T>(string sql, object? args, CancellationToken stop)
        where T : class =>
        RunAsync(command => connection.QueryFirstOrDefaultAsync<T>(command), sql, args, stop);

    /// <summary>All rows; for queries that bound their number.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? args, CancellationToken stop) =>
        (await RunAsync(command => connection.QueryAsync<T>(command), sql, args, stop)).AsList();

    /// <summary>The rows one by one; for queries that may have many.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(string sql, object? args, [EnumeratorCancellation] CancellationToken stop)
    {
        var command = Command(sql, args, stop);
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(command);
        var parse = reader.GetRowParser<T>();
        while (await reader.ReadAsync(stop))
            yield return parse(reader);
    }

    /// <summary>The first column of the first row.</summary>
    public Task<T?> ScalarAsync<T>(string sql, object? args, CancellationToken stop) =>
        RunAsync(command => connection.ExecuteScalarAsync<T>(command), sql, args, stop);

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it touched.</returns>
    /// <exception cref="UniqueViolationException">A unique constraint was violated. On PostgreSQL the transaction is over then.</exception>
    public Task<int> ExecuteAsync(string sql, object? args, CancellationToken stop) =>
        RunAsync(command => connection.ExecuteAsync(command), sql, args, stop);

    async Task<T> RunAsync<T>(Func<CommandDefinition, Task<T>> run, string sql, object? args, CancellationToken stop)
    {
        try
        {
            return await run(Command(sql, args, stop));
        }
        catch (DbException problem) when (Dialect.IsUniqueViolation(problem))
        {
            throw new UniqueViolationException(problem);
        }
    }

    CommandDefinition Command(string sql, object? args, CancellationToken stop)
    {
        if (organization is null)
            return new(sql, args, transaction, cancellationToken: stop);

        if (!sql.Contains("@organization", StringComparison.Ordinal))
            throw new InvalidOperationException($"A statement of an organization's scope must say whose rows it means: {sql}");

        var parameters = args as DynamicParameters ?? new DynamicParameters(args);
        parameters.Add("organization", organization.Value.Value);
        return new(sql, parameters, transaction, cancellationToken: stop);
    }
}
