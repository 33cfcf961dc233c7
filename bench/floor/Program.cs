using Gatehouse.Bench;
using Gatehouse.Bench.Floor;

using Npgsql;

const string Usage = """
    usage: Gatehouse.Floor serve --url URL (--sqlite FILE [--group-commit] | --postgres CONNECTION_STRING)
           Gatehouse.Floor fill (--sqlite FILE | --postgres CONNECTION_STRING) --users N [--from N] [--groups N,N]

    serve makes the tables when there are none and answers the load program's requests. fill puts users from number --from up to --users,
    and groups with that many members, into them.
    """;

try
{
    switch (args)
    {
        case ["serve", .. var rest]:
            await ServeAsync(Options.Read(rest));
            return 0;
        case ["fill", .. var rest]:
            await FillAsync(Options.Read(rest));
            return 0;
        default:
            throw new OptionException(Usage);
    }
}
catch (OptionException problem)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 2;
}

static async Task ServeAsync(Options options)
{
    await using var store = Open(options);
    await using var app = FloorServer.Build(options.Get("url"), store);
    await app.RunAsync();
}

static IFloorStore Open(Options options)
{
    if (options.Find("postgres") is { } connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var look = new NpgsqlCommand("select count(*) from information_schema.tables where table_name = 'users'", connection);
        if ((long)look.ExecuteScalar()! == 0)
            Schema.Create(connection);
        return new PostgreSqlStore(connectionString);
    }

    var file = options.Get("sqlite");
    using (var db = new SqliteStatements(file))
    {
        if (db.Scalar("select count(*) from sqlite_master where name = 'users'") == 0)
            Schema.Create(db.Connection);
    }

    return new SqliteStore(file, options.Has("group-commit"));
}

static async Task FillAsync(Options options)
{
    var (from, users, groups) = (options.Number("from", 0), options.Number("users", 1_000), options.Numbers("groups"));
    if (options.Find("postgres") is { } connectionString)
        await PostgreSqlFill.RunAsync(connectionString, from, users, groups);
    else
        SqliteFill.Run(options.Get("sqlite"), from, users, groups);
}
