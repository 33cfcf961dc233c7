using System.Text.RegularExpressions;

using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Server.Tests.House;

/// <summary>The organization leads every key, so that one request asks one shard; citus.sql knows every table.</summary>
public abstract class KeyTests(OAuthServer server) : OAuthTest(server)
{
    static readonly string[] ReferenceTables = ["email_domains", "instance_settings", "local_sign_ins", "protection_keys", "signing_keys"];

    static readonly string[] LocalTables = ["schemaversions"];

    /// <summary>Table, key name and the columns of the key in order, of every primary key, unique index, index and foreign key.</summary>
    protected abstract string KeysSql { get; }

    [Fact]
    public async Task The_organization_leads_every_key()
    {
        var keys = await KeysAsync();

        Assert.Contains(keys, static key => key.TableName == "users");
        Assert.Empty(keys
            .Where(static key => !ReferenceTables.Contains(key.TableName) && !LocalTables.Contains(key.TableName))
            .Where(static key => key.Columns.Split(',')[0] != "organization_id")
            .Select(static key => $"{key.TableName}.{key.KeyName} ({key.Columns})"));
    }

    [Fact]
    public async Task Citus_is_told_of_every_table_once()
    {
        var sql = await File.ReadAllTextAsync(Path.Combine(SourceTree.Server, "Storage", "Migrations", "citus.sql"), Stop);
        IEnumerable<string> Named(string function) =>
            Regex.Matches(sql, $@"{function}\('(\w+)'").Select(static match => match.Groups[1].Value).Order(StringComparer.Ordinal);

        var tables = (await KeysAsync()).Select(static key => key.TableName).Distinct().Except(LocalTables).ToList();

        Assert.Equal(tables.Except(ReferenceTables).Order(StringComparer.Ordinal), Named("create_distributed_table"));
        Assert.Equal(ReferenceTables, Named("create_reference_table"));
    }

    Task<IReadOnlyList<Key>> KeysAsync() =>
        Services.GetRequiredService<Database>().Instance.ReadAsync(db => db.ListAsync<Key>(KeysSql, null, Stop), Stop);

    sealed class Key
    {
        public required string TableName { get; init; }

        public required string KeyName { get; init; }

        public required string Columns { get; init; }
    }
}

public sealed class KeysOnSqlite(SqliteServer server) : KeyTests(server)
{
    protected override string KeysSql => """
        select t.name as table_name, i.name as key_name,
            (select group_concat(c.name) from (select name from pragma_index_info(i.name) order by seqno) c) as columns
        from sqlite_master t, pragma_index_list(t.name) i
        where t.type = 'table' and t.name not like 'sqlite_%'
        union all
        select t.name, 'foreign key ' || f.id, group_concat(f."from")
        from sqlite_master t, pragma_foreign_key_list(t.name) f
        where t.type = 'table'
        group by t.name, f.id
        """;
}

public sealed class KeysOnPostgreSql(PostgreSqlServer server) : KeyTests(server)
{
    protected override string KeysSql => """
        select t.relname::text as table_name, i.relname::text as key_name,
            (select string_agg(a.attname, ',' order by k.place)
             from unnest(x.indkey) with ordinality k(column_number, place)
             join pg_attribute a on a.attrelid = t.oid and a.attnum = k.column_number) as columns
        from pg_index x
        join pg_class t on t.oid = x.indrelid
        join pg_class i on i.oid = x.indexrelid
        join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
        union all
        select t.relname::text, c.conname::text,
            (select string_agg(a.attname, ',' order by k.place)
             from unnest(c.conkey) with ordinality k(column_number, place)
             join pg_attribute a on a.attrelid = t.oid and a.attnum = k.column_number)
        from pg_constraint c
        join pg_class t on t.oid = c.conrelid
        join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
        where c.contype = 'f'
        """;
}
