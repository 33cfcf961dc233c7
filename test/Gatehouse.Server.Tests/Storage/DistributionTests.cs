using System.Text.RegularExpressions;

using Dapper;

using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.House;
using Gatehouse.Server.Tests.OAuth;

using Npgsql;

namespace Gatehouse.Server.Tests.Storage;

/// <summary>Citus itself is not at hand: functions of its names write down what they are called with.</summary>
public sealed class DistributionTests(PostgreSqlServer server)
{
    const string StandIn = """
        create table citus_tables (table_name regclass, colocated text);
        create function create_distributed_table(t regclass, distribution_column text, colocate_with text default 'default') returns void
            language sql as $$ insert into citus_tables values (t, colocate_with) $$;
        create function create_reference_table(t regclass) returns void
            language sql as $$ insert into citus_tables values (t, 'reference') $$;
        """;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_table_is_distributed_once_and_a_repetition_does_nothing()
    {
        var options = await DatabaseAsync(StandIn);
        new Migrator(options).Migrate();

        var first = await new Distribution(options).ApplyAsync(Stop);
        var second = await new Distribution(options).ApplyAsync(Stop);

        var sql = await File.ReadAllTextAsync(Path.Combine(SourceTree.Server, "Storage", "Migrations", "citus.sql"), Stop);
        Assert.Equal(Regex.Matches(sql, @"_table\('(\w+)'").Select(static match => match.Groups[1].Value), first);
        Assert.Equal("organizations", first[0]);
        Assert.Empty(second);
    }

    [Fact]
    public async Task What_was_distributed_before_stays_when_a_release_brings_new_tables()
    {
        var options = await DatabaseAsync(StandIn);
        new Migrator(options).Migrate();
        await using (var connection = new NpgsqlConnection(options.ConnectionString))
            await connection.ExecuteAsync("select create_distributed_table('organizations', 'organization_id')");

        Assert.DoesNotContain("organizations", await new Distribution(options).ApplyAsync(Stop));
    }

    [Fact]
    public async Task Without_citus_the_operator_learns_what_is_missing()
    {
        var refusal = await Assert.ThrowsAsync<StorageException>(async () => await new Distribution(await DatabaseAsync("select 1")).ApplyAsync(Stop));

        Assert.Contains("create extension citus", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sqlite_has_nothing_to_distribute_to()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("gatehouse-distribution-");
        try
        {
            await Assert.ThrowsAsync<StorageException>(() => new Distribution(DatabaseOptions.SqliteIn(folder.FullName)).ApplyAsync(Stop));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    async Task<DatabaseOptions> DatabaseAsync(string sql)
    {
        Assert.SkipWhen(server.MissingBecause is not null, server.MissingBecause ?? "");
        var options = await server.CreateDatabaseAsync("");
        await using var connection = new NpgsqlConnection(options.ConnectionString);
        await connection.ExecuteAsync(sql);
        return options;
    }
}
