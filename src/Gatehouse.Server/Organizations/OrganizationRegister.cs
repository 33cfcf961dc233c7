using System.Text.RegularExpressions;

using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Organizations;

/// <summary>The organizations and email_domains tables. The only class that writes them.</summary>
sealed partial class OrganizationRegister(TimeProvider clock)
{
    public const int LongestName = 200;

    const string InsertSql = """
        insert into organizations (organization_id, name, state, schema_profile, version, created_at, modified_at)
        values (@organization, @name, 'active', @profile, 1, @now, @now)
        """;

    public Task CreateAsync(DbScope db, string name, string profile, CancellationToken stop) =>
        db.ExecuteAsync(InsertSql, new { name, profile, now = clock.GetUtcNow() }, stop);

    const string Columns = "organization_id, name, state, schema_profile, created_at";

    const string FindSql = $"""
        select {Columns}
        from organizations
        where organization_id = @organization
        """;

    public Task<Organization?> FindAsync(DbScope db, CancellationToken stop) => db.FindAsync<Organization>(FindSql, null, stop);

    const string ListSql = $"""
        select {Columns}
        from organizations
        order by created_at, organization_id
        """;

    /// <summary>All organizations, for operators.</summary>
    public Task<IReadOnlyList<Organization>> ListAsync(DbScope instance, CancellationToken stop) =>
        instance.ListAsync<Organization>(ListSql, null, stop);

    const string SetStateSql = """
        update organizations
        set state = @state, version = version + 1, modified_at = @now
        where organization_id = @organization
        """;

    /// <returns>False when there is no such organization.</returns>
    public async Task<bool> SetStateAsync(DbScope db, string state, CancellationToken stop) =>
        await db.ExecuteAsync(SetStateSql, new { state, now = clock.GetUtcNow() }, stop) == 1;

    const string SetProfileSql = """
        update organizations
        set schema_profile = @profile, version = version + 1, modified_at = @now
        where organization_id = @organization
        """;

    /// <returns>False when there is no such organization.</returns>
    public async Task<bool> SetSchemaProfileAsync(DbScope db, string profile, CancellationToken stop) =>
        await db.ExecuteAsync(SetProfileSql, new { profile, now = clock.GetUtcNow() }, stop) == 1;

    const string ClaimDomainSql = """
        insert into email_domains (name, organization_id, created_at)
        values (@domain, @organization, @now)
        on conflict (name) do nothing
        """;

    /// <summary>Claims an e-mail domain. Claimed is not verified: nothing is routed by it yet.</summary>
    /// <returns>False when another organization has it.</returns>
    public async Task<bool> ClaimDomainAsync(DbScope db, string domain, CancellationToken stop) =>
        await db.ExecuteAsync(ClaimDomainSql, new { domain = FoldDomain(domain), now = clock.GetUtcNow() }, stop) == 1;

    /// <summary>Whether a text is a domain name as mail addresses have it: letters, digits and hyphens, two labels or more.</summary>
    public static bool IsDomain(string text) => text.Length <= 253 && DomainPattern().IsMatch(FoldDomain(text));

    static string FoldDomain(string domain) => domain.Trim().ToLowerInvariant();

    [GeneratedRegex("^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex DomainPattern();
}
