using Dapper;

namespace Gatehouse.Server.Directory;

/// <summary>Writes the statements of list queries from constant parts; the table they list has the alias <c>r</c>.</summary>
static class RowSql
{
    public static string Count(string table, RowCondition condition) => $"""
        select count(*)
        from {table}
        where r.organization_id = @organization
          and {condition.Sql}
        """;

    public static string Page(string columns, string table, string idColumn, RowQuery query)
    {
        var direction = query.Descending ? "desc" : "asc";
        var after = query.After is null ? "" : query.OrderBy is null
            ? $"  and r.{idColumn} {(query.Descending ? "<" : ">")} @after_id\n"
            : $"  and ({query.OrderBy}, r.{idColumn}) {(query.Descending ? "<" : ">")} (@after_key, @after_id)\n";
        var order = query.OrderBy is null ? "" : $"{query.OrderBy} {direction}, ";
        return $"""
            select {columns}
            from {table}
            where r.organization_id = @organization
              and {query.Condition.Sql}
            {after}order by {order}r.{idColumn} {direction}
            limit @take offset @skip
            """;
    }

    public static DynamicParameters Parameters(RowCondition condition)
    {
        var parameters = new DynamicParameters();
        foreach (var (name, value) in condition.Parameters)
            parameters.Add(name, value);
        return parameters;
    }

    public static DynamicParameters Parameters(RowQuery query)
    {
        var parameters = Parameters(query.Condition);
        parameters.Add("take", query.Take);
        parameters.Add("skip", query.Skip);
        if (query.After is { } after)
        {
            parameters.Add("after_id", after.Id);
            if (query.OrderBy is not null)
                parameters.Add("after_key", after.Key);
        }

        return parameters;
    }
}
