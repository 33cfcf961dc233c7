using System.Reflection;
using System.Text.RegularExpressions;

using Dapper;

using Npgsql;

namespace Gatehouse.Server.Storage;

/// <summary>
/// Spreads the tables over the nodes of a Citus cluster, each once, as Migrations/citus.sql says. What is spread already is passed over, so
/// it can be repeated after every upgrade.
/// </summary>
sealed partial class Distribution(DatabaseOptions options)
{
    const string Script = "Gatehouse.Server.Storage.Migrations.citus.sql";

    const string IsCitusSql = "select to_regclass('citus_tables') is not null";

    const string DoneSql = "select table_name::text from citus_tables";

    /// <returns>The tables that were spread now.</returns>
    /// <exception cref="StorageException">The database is not PostgreSQL with Citus.</exception>
    public async Task<IReadOnlyList<string>> ApplyAsync(CancellationToken stop)
    {
        if (options.Provider != DatabaseProvider.PostgreSql)
            throw new StorageException("Only PostgreSQL with Citus has nodes to distribute to. Set Database:Provider to PostgreSql.");

        // Moving what a table holds already may take long; the operator watches.
        var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString) { CommandTimeout = 0 };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(stop);
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(IsCitusSql, cancellationToken: stop)))
            throw new StorageException("The database has no Citus. Run 'create extension citus' on the coordinator, add its workers, and repeat this.");

        var done = (await connection.QueryAsync<string>(new CommandDefinition(DoneSql, cancellationToken: stop))).ToHashSet(StringComparer.Ordinal);
        var spread = new List<string>();
        foreach (var (table, sql) in Calls().Where(call => !done.Contains(call.Table)))
        {
            await connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: stop));
            spread.Add(table);
        }

        return spread;
    }

    static IEnumerable<(string Table, string Sql)> Calls()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Script)
            ?? throw new InvalidOperationException($"{Script} is not part of the program.");
        using var reader = new StreamReader(stream);
        return [.. Call().Matches(reader.ReadToEnd()).Select(static call => (call.Groups["table"].Value, call.Value))];
    }

    [GeneratedRegex(@"select create_\w+\('(?<table>\w+)'[^;]*;")]
    private static partial Regex Call();
}
