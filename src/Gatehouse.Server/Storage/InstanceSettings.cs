namespace Gatehouse.Server.Storage;

/// <summary>The instance_settings table: what servers and commands of one installation tell each other.</summary>
sealed class InstanceSettings(Database database)
{
    /// <summary>The public URL that a server last started with.</summary>
    public const string PublicUrl = "public-url";

    const string FindSql = """
        select value
        from instance_settings
        where name = @name
        """;

    public Task<string?> FindAsync(string name, CancellationToken stop) =>
        database.Instance.ReadAsync(db => db.FindAsync<string>(FindSql, new { name }, stop), stop);

    const string SetSql = """
        insert into instance_settings (name, value)
        values (@name, @value)
        on conflict (name)
        do update set value = excluded.value
        """;

    public Task SetAsync(string name, string value, CancellationToken stop) =>
        database.Instance.WriteAsync(db => db.ExecuteAsync(SetSql, new { name, value }, stop), stop);
}
