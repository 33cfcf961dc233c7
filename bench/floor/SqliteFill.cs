namespace Gatehouse.Bench.Floor;

/// <summary>Puts users and groups into the floor's SQLite file.</summary>
static class SqliteFill
{
    public static void Run(string file, int from, int to, IReadOnlyList<int> groups)
    {
        using var db = new SqliteStatements(file);
        db.Execute("pragma cache_size = -1000000");
        foreach (var portion in FilledRows.Users(from, to))
            Commit(db, () =>
            {
                foreach (var row in portion)
                    SqliteStore.Insert(db, Schema.Organization, row);
            });
        Commit(db, () =>
        {
            foreach (var size in groups)
            {
                var group = FilledRows.Group(size);
                SqliteStore.Insert(db, Schema.Organization, group);
                db.Execute(FilledRows.FirstMembersSql, Schema.Organization, group.Id, group.Now, (long)size);
            }
        });
        db.Scalar("pragma wal_checkpoint(truncate)");
    }

    static void Commit(SqliteStatements db, Action fill)
    {
        db.Execute(Transaction.Begin);
        fill();
        db.Execute(Transaction.Commit);
    }
}
