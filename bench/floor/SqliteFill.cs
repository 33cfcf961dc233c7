namespace Gatehouse.Bench.Floor;

/// <summary>Puts users and groups into a SQLite file, of the floor or of the product.</summary>
static class SqliteFill
{
    public static void Run(string file, Guid organization, int from, int to, IReadOnlyList<int> groups)
    {
        using var db = new SqliteStatements(file);
        db.Execute("pragma cache_size = -1000000");
        foreach (var portion in FilledRows.Users(from, to))
            Commit(db, () =>
            {
                foreach (var row in portion)
                    SqliteStore.Insert(db, organization, row);
            });
        Commit(db, () =>
        {
            db.Execute(FilledRows.CountSql, organization, "users", (long)(to - from));
            db.Execute(FilledRows.CountSql, organization, "groups", (long)groups.Count);
        });

        Commit(db, () =>
        {
            foreach (var size in groups)
            {
                var group = FilledRows.Group(size);
                SqliteStore.Insert(db, organization, group);
                db.Execute(FilledRows.FirstMembersSql, organization, group.Id, group.Now, (long)size);
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
