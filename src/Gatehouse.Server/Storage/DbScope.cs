using System.Data.Common;
using System.Runtime.CompilerServices;

using Dapper;

using Npgsql;

namespace Gatehouse.Server.Storage;

/// <summary>
/// Runs statements for one organization. Binds <c>@organization</c> itself and refuses a statement that does not mention it, so that no
/// query can forget whose data it is about. Only the instance's own scope has no organization.
/// </summary>
sealed class DbScope : IAsyncDisposable
{
    readonly DbConnection connection;
    readonly OrganizationId? organization;
    readonly StatementBatch? later;
    DbTransaction? transaction;

    /// <summary>A scope that reads, or writes within a transaction of its owner's.</summary>
    internal DbScope(DbConnection connection, DbTransaction? transaction, SqlDialect dialect, OrganizationId? organization)
    {
        this.connection = connection;
        this.transaction = transaction;
        this.organization = organization;
        Dialect = dialect;
    }

    DbScope(DbConnection connection, SqlDialect dialect, OrganizationId? organization)
        : this(connection, null, dialect, organization) =>
        later = new(connection);

    public SqlDialect Dialect { get; }

    public OrganizationId Organization => organization ?? throw new InvalidOperationException("The instance's scope has no organization.");

    /// <summary>
    /// A scope that writes in one transaction, which begins with its first statement and ends with <see cref="CommitAsync"/>. What can wait
    /// is sent with the commit: a change of which nothing is asked back costs one round trip.
    /// </summary>
    internal static DbScope Writing(DbConnection connection, SqlDialect dialect, OrganizationId? organization) => new(connection, dialect, organization);

    /// <summary>The first row, or null.</summary>
    public Task<T?> FindAsync<T>(string sql, object? args, CancellationToken stop)
        where T : class =>
        RunAsync(static (connection, command) => connection.QueryFirstOrDefaultAsync<T>(command), sql, args, stop);

    /// <summary>All rows; for queries that bound their number.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? args, CancellationToken stop) =>
        (await RunAsync(static (connection, command) => connection.QueryAsync<T>(command), sql, args, stop)).AsList();

    /// <summary>The rows of two queries that travel together and share their parameters.</summary>
    public async Task<(IReadOnlyList<TFirst> First, IReadOnlyList<TSecond> Second)> ListBothAsync<TFirst, TSecond>(
        string firstSql, string secondSql, object? args, CancellationToken stop)
    {
        RequireOrganization(secondSql);
        var rows = await RunAsync(static (connection, command) => connection.QueryMultipleAsync(command), $"{firstSql};\n{secondSql}", args, stop);
        await using var reader = (SqlMapper.GridReader)rows;
        var first = (await rows.ReadAsync<TFirst>()).AsList();
        return (first, (await rows.ReadAsync<TSecond>()).AsList());
    }

    /// <summary>The rows one by one; for queries that may have many.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(string sql, object? args, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var reader = (DbDataReader)await RunAsync(static (connection, command) => connection.ExecuteReaderAsync(command), sql, args, stop);
        var parse = reader.GetRowParser<T>();
        while (await reader.ReadAsync(stop))
            yield return parse(reader);
    }

    /// <summary>The first column of the first row.</summary>
    public Task<T?> ScalarAsync<T>(string sql, object? args, CancellationToken stop) =>
        RunAsync(static (connection, command) => connection.ExecuteScalarAsync<T>(command), sql, args, stop);

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it touched.</returns>
    /// <exception cref="UniqueViolationException">A unique constraint was violated. On PostgreSQL the transaction is over then.</exception>
    public Task<int> ExecuteAsync(string sql, object? args, CancellationToken stop) =>
        RunAsync(static (connection, command) => connection.ExecuteAsync(command), sql, args, stop);

    /// <summary>
    /// Runs a statement of a write whose outcome nobody waits for: now, or where the engine is a round trip away, together with the commit.
    /// </summary>
    /// <exception cref="UniqueViolationException">From here or from the commit: a unique constraint was violated.</exception>
    public async Task LaterAsync(string sql, object? args, CancellationToken stop)
    {
        if (later is null)
            await ExecuteAsync(sql, args, stop);
        else
            later.Add(sql, Parameters(sql, args));
    }

    /// <summary>Inserts many rows in the fastest way the engine has.</summary>
    /// <exception cref="UniqueViolationException">A unique constraint was violated. On PostgreSQL the transaction is over then.</exception>
    public async Task InsertManyAsync<T>(ManyRows<T> table, IReadOnlyCollection<T> rows, CancellationToken stop)
    {
        if (rows.Count == 0)
            return;

        try
        {
            if (connection is NpgsqlConnection postgreSql)
            {
                await BeginAsync(stop);
                await table.CopyAsync(postgreSql, Organization, rows, stop);
            }
            else
            {
                table.Insert((PreparedSqliteConnection)connection, Organization, rows);
            }
        }
        catch (DbException problem) when (Dialect.IsUniqueViolation(problem))
        {
            throw new UniqueViolationException(problem);
        }
    }

    /// <summary>Sends what waits and ends the transaction.</summary>
    internal async Task CommitAsync(CancellationToken stop)
    {
        // Without a transaction that has begun, the batch is one by itself.
        if (transaction is not null)
            later!.Add("commit", null);
        await SendAsync(stop);
    }

    /// <summary>Rolls back what was not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (later is null)
            return;

        await later.DisposeAsync();
        if (transaction is not null)
            await transaction.DisposeAsync();
    }

    async Task<T> RunAsync<T>(Func<DbConnection, CommandDefinition, Task<T>> run, string sql, object? args, CancellationToken stop)
    {
        var parameters = Parameters(sql, args);
        if (later is not null)
            await BeginAsync(stop);

        try
        {
            (connection as PreparedSqliteConnection)?.Announce(sql);
            return await run(connection, new(sql, parameters, transaction, cancellationToken: stop));
        }
        catch (DbException problem) when (Dialect.IsUniqueViolation(problem))
        {
            throw new UniqueViolationException(problem);
        }
    }

    // Npgsql sends the beginning along with the first statement.
    async Task BeginAsync(CancellationToken stop)
    {
        transaction ??= await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, stop);
        await SendAsync(stop);
    }

    async Task SendAsync(CancellationToken stop)
    {
        if (later!.IsEmpty)
            return;

        try
        {
            await later.SendAsync(transaction, stop);
        }
        catch (DbException problem) when (Dialect.IsUniqueViolation(problem))
        {
            throw new UniqueViolationException(problem);
        }
    }

    object? Parameters(string sql, object? args)
    {
        if (organization is null)
            return args;

        RequireOrganization(sql);
        var parameters = args as DynamicParameters ?? new DynamicParameters(args);
        parameters.Add("organization", organization.Value.Value);
        return parameters;
    }

    void RequireOrganization(string sql)
    {
        if (organization is not null && !sql.Contains("@organization", StringComparison.Ordinal))
            throw new InvalidOperationException($"A statement of an organization's scope must say whose rows it means: {sql}");
    }
}
