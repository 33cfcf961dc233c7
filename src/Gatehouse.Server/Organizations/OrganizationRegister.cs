using System.Text;

using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Organizations;

/// <summary>The organizations table. The only class that writes it, except for how pages look (<see cref="OrganizationBrands"/>).</summary>
sealed class OrganizationRegister(TimeProvider clock)
{
    public const int LongestName = 200;

    const string InsertSql = """
        insert into organizations (organization_id, name, name_key, state, schema_profile, version, created_at, modified_at)
        values (@organization, @name, @key, 'active', @profile, 1, @now, @now)
        """;

    public Task CreateAsync(DbScope db, string name, string profile, CancellationToken stop) =>
        db.ExecuteAsync(InsertSql, new { name, key = KeyOf(name), profile, now = clock.GetUtcNow() }, stop);

    const string EnsureSql = InsertSql + """

        on conflict (organization_id) do nothing
        """;

    /// <summary>Creates the organization unless it is there.</summary>
    public Task EnsureAsync(DbScope db, string name, string profile, CancellationToken stop) =>
        db.ExecuteAsync(EnsureSql, new { name, key = KeyOf(name), profile, now = clock.GetUtcNow() }, stop);

    const string Columns = "o.organization_id, o.name, o.state, o.schema_profile, o.accent, o.logo_hash, o.alert_address, o.created_at";

    const string FindSql = $"""
        select {Columns}
        from organizations o
        where o.organization_id = @organization
        """;

    public Task<Organization?> FindAsync(DbScope db, CancellationToken stop) => db.FindAsync<Organization>(FindSql, null, stop);

    const string ListSql = $"""
        select {Columns}
        from organizations o
        where o.organization_id <> @operators
        order by o.created_at, o.organization_id
        """;

    /// <summary>All customers, for operators.</summary>
    public Task<IReadOnlyList<Organization>> ListAsync(DbScope instance, CancellationToken stop) =>
        instance.ListAsync<Organization>(ListSql, new { operators = OperatorsOrganization.Id.Value }, stop);

    /// <summary>Customers in the order of their names.</summary>
    /// <param name="instance">The instance's scope.</param>
    /// <param name="part">What their names contain, in any letter case; empty for all.</param>
    /// <param name="after">The last one of the page before, or null to begin.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="stop">Gives up.</param>
    public Task<IReadOnlyList<Organization>> PageAsync(DbScope instance, string part, OrganizationPlace? after, int take, CancellationToken stop)
    {
        var key = instance.Dialect.Ordinal("o.name_key");
        var sql = $"""
            select {Columns}
            from organizations o
            where o.organization_id <> @operators
              and o.name_key like @pattern escape '!'
            {(after is null ? "" : $"  and ({key}, o.organization_id) > (@AfterKey, @AfterId)")}
            order by {key}, o.organization_id
            limit @take
            """;
        return instance.ListAsync<Organization>(
            sql, new { operators = OperatorsOrganization.Id.Value, pattern = $"%{Escaped(KeyOf(part))}%", AfterKey = after?.Key, AfterId = after?.Id.Value, take }, stop);
    }

    static string Escaped(string text) => text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);

    const string SetStateSql = """
        update organizations
        set state = @state, version = version + 1, modified_at = @now
        where organization_id = @organization
        """;

    /// <returns>False when there is no such organization.</returns>
    public async Task<bool> SetStateAsync(DbScope db, string state, CancellationToken stop) =>
        await db.ExecuteAsync(SetStateSql, new { state, now = clock.GetUtcNow() }, stop) == 1;

    const string SetAlertAddressSql = """
        update organizations
        set alert_address = @address, version = version + 1, modified_at = @now
        where organization_id = @organization
        """;

    /// <summary>Sets where findings are mailed to, or that they are not.</summary>
    public Task SetAlertAddressAsync(DbScope db, string? address, CancellationToken stop) =>
        db.ExecuteAsync(SetAlertAddressSql, new { address, now = clock.GetUtcNow() }, stop);

    const string SetProfileSql = """
        update organizations
        set schema_profile = @profile, version = version + 1, modified_at = @now
        where organization_id = @organization
        """;

    /// <returns>False when there is no such organization.</returns>
    public async Task<bool> SetSchemaProfileAsync(DbScope db, string profile, CancellationToken stop) =>
        await db.ExecuteAsync(SetProfileSql, new { profile, now = clock.GetUtcNow() }, stop) == 1;

    /// <summary>Whether a text can name an organization: something to read, on one line.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= LongestName && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);

    /// <summary>The form in which names are searched and sorted, because the engines disagree on what lower() means.</summary>
    public static string KeyOf(string name) => name.Normalize(NormalizationForm.FormC).ToLowerInvariant();
}
