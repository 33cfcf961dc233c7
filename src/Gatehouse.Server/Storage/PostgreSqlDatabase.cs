using Dapper;

using Npgsql;

namespace Gatehouse.Server.Storage;

/// <summary>PostgreSQL through one pool. Transactions are read committed; conflicts and deadlocks are tried again.</summary>
sealed class PostgreSqlDatabase : Database
{
    const int MostTries = 5;

    // Every statement has an index. A plan that was made and kept while a table was small must not scan it once it is large.
    const string PreferIndexesSql = "set enable_seqscan = off";

    readonly NpgsqlDataSource source;

    public PostgreSqlDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "gatehouse" };
        SetUnlessGiven(settings, connectionString, "Max Auto Prepare", "200");
        SetUnlessGiven(settings, connectionString, "Command Timeout", "5");
        SetUnlessGiven(settings, connectionString, "Timeout", "5");
        // Nothing here leaves state in a session, and clearing it would cost more than many a request.
        SetUnlessGiven(settings, connectionString, "No Reset On Close", "true");

        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UsePhysicalConnectionInitializer(
            static connection => connection.Execute(PreferIndexesSql), static connection => connection.ExecuteAsync(PreferIndexesSql));
        source = builder.Build();
    }

    public override SqlDialect Dialect { get; } = new PostgreSqlDialect();

    public override async Task CheckAsync(CancellationToken stop)
    {
        await using var connection = await OpenAsync(stop);
        var durable = await connection.ExecuteScalarAsync<string>(new CommandDefinition("show synchronous_commit", cancellationToken: stop));
        if (durable is "off" or "local")
            throw new StorageException($"PostgreSQL is not durable here (synchronous_commit={durable}). Set it to on.");
    }

    public override ValueTask DisposeAsync() => source.DisposeAsync();

    protected override async Task<T> RunReadAsync<T>(OrganizationId? organization, Func<DbScope, Task<T>> work, CancellationToken stop)
    {
        await using var connection = await OpenAsync(stop);
        try
        {
            return await work(new DbScope(connection, null, Dialect, organization));
        }
        catch (NpgsqlException problem) when (IsOutage(problem))
        {
            throw new DatabaseUnavailableException(problem);
        }
    }

    protected override async Task<T> RunWriteAsync<T>(OrganizationId? organization, Func<DbScope, Task<T>> work, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryWriteAsync(organization, work, stop);
            }
            catch (NpgsqlException problem) when (Dialect.IsTransient(problem) && attempt < MostTries)
            {
#pragma warning disable CA5394 // Spreads retries; keeps no secret.
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 25) * attempt), stop);
#pragma warning restore CA5394
            }
            catch (NpgsqlException problem) when (Dialect.IsTransient(problem) || IsOutage(problem))
            {
                throw new DatabaseUnavailableException(problem);
            }
        }
    }

    async Task<T> TryWriteAsync<T>(OrganizationId? organization, Func<DbScope, Task<T>> work, CancellationToken stop)
    {
        await using var connection = await OpenAsync(stop);
        await using var scope = DbScope.Writing(connection, Dialect, organization);
        var result = await work(scope);
        await scope.CommitAsync(stop);
        return result;
    }

    async Task<NpgsqlConnection> OpenAsync(CancellationToken stop)
    {
        try
        {
            return await source.OpenConnectionAsync(stop);
        }
        catch (NpgsqlException problem)
        {
            throw new DatabaseUnavailableException(problem);
        }
    }

    // Broken connections and servers that are going down or coming up; a faulty statement is none of these.
    static bool IsOutage(NpgsqlException problem) => problem is not PostgresException || problem is PostgresException { SqlState: ['5', '7', ..] };

    static void SetUnlessGiven(NpgsqlConnectionStringBuilder settings, string connectionString, string name, string value)
    {
        if (!connectionString.Replace(" ", "", StringComparison.Ordinal).Contains(name.Replace(" ", "", StringComparison.Ordinal) + "=", StringComparison.OrdinalIgnoreCase))
            settings[name] = value;
    }
}
