using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Server.Tests.Storage;

/// <summary>One text makes the schema of both engines; this compares what became of it.</summary>
public sealed class SchemaTests
{
    const string SqliteColumnsSql = """
        select t.name || '.' || c.name || ' ' || lower(c.type) || ' ' || c."notnull" || ' ' || c.pk
        from sqlite_master t, pragma_table_info(t.name) c
        where t.type = 'table' and t.name not like 'sqlite_%' and lower(t.name) <> 'schemaversions'
        """;

    const string PostgreSqlColumnsSql = """
        select c.table_name || '.' || c.column_name || ' ' || c.data_type || ' '
            || case when c.is_nullable = 'NO' then 1 else 0 end || ' ' || coalesce(k.ordinal_position, 0)
        from information_schema.columns c
        left join information_schema.table_constraints p
          on p.table_schema = c.table_schema and p.table_name = c.table_name and p.constraint_type = 'PRIMARY KEY'
        left join information_schema.key_column_usage k
          on k.constraint_schema = p.constraint_schema and k.constraint_name = p.constraint_name and k.column_name = c.column_name
        where c.table_schema = 'public' and c.table_name <> 'schemaversions'
        """;

    const string SqliteIndexesSql = """
        select i.name || ' on ' || t.name || ' ' || i."unique" || ' '
            || (select group_concat(c.name) from (select name from pragma_index_info(i.name) order by seqno) c)
        from sqlite_master t, pragma_index_list(t.name) i
        where t.type = 'table' and i.origin = 'c'
        """;

    const string PostgreSqlIndexesSql = """
        select i.relname || ' on ' || t.relname || ' ' || case when x.indisunique then 1 else 0 end || ' '
            || (select string_agg(a.attname, ',' order by k.place)
                from unnest(x.indkey) with ordinality k(column_number, place)
                join pg_attribute a on a.attrelid = t.oid and a.attnum = k.column_number)
        from pg_index x
        join pg_class t on t.oid = x.indrelid
        join pg_class i on i.oid = x.indexrelid
        join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
        where not x.indisprimary and t.relname <> 'schemaversions'
        """;

    readonly Database sqlite;
    readonly Database postgreSql;

    public SchemaTests(SqliteServer first, PostgreSqlServer second)
    {
        Assert.SkipWhen(second.MissingBecause is not null, second.MissingBecause ?? "");
        sqlite = first.Services.GetRequiredService<Database>();
        postgreSql = second.Services.GetRequiredService<Database>();
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_have_the_same_tables_columns_types_and_primary_keys()
    {
        var columns = await ListAsync(sqlite, SqliteColumnsSql);

        Assert.Contains("users.organization_id uuid 1 1", columns);
        Assert.Contains("users.external_id text 0 0", columns);
        Assert.Equal(columns, await ListAsync(postgreSql, PostgreSqlColumnsSql));
    }

    [Fact]
    public async Task Both_have_the_same_indexes()
    {
        var indexes = await ListAsync(sqlite, SqliteIndexesSql);

        Assert.Contains("users_by_name on users 1 organization_id,user_name_key", indexes);
        Assert.Equal(indexes, await ListAsync(postgreSql, PostgreSqlIndexesSql));
    }

    static async Task<IReadOnlyList<string>> ListAsync(Database database, string sql) =>
        [.. (await database.Instance.ReadAsync(db => db.ListAsync<string>(sql, null, Stop), Stop)).Order(StringComparer.Ordinal)];
}
