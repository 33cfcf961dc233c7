using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Storage;

/// <summary>
/// Gives each test an organization of its own and the plainest table there is, revoked_tokens, to write words into: its key is the
/// organization and a text.
/// </summary>
public abstract class StorageTest(OAuthServer server) : OAuthTest(server)
{
    protected const string InsertSql = """
        insert into revoked_tokens (organization_id, token_id, expires_at)
        values (@organization, @word, 0)
        """;

    protected const string ListSql = """
        select token_id
        from revoked_tokens
        where organization_id = @organization
        order by token_id
        """;

    internal OrganizationId Organization { get; } = OrganizationId.New(TimeProvider.System);

    internal static Task<int> InsertAsync(DbScope db, string word) => db.ExecuteAsync(InsertSql, new { word }, Stop);

    internal static Task<IReadOnlyList<string>> ListAsync(DbScope db) => db.ListAsync<string>(ListSql, null, Stop);

    /// <summary>What a reader sees now.</summary>
    internal Task<IReadOnlyList<string>> WordsAsync() => Database.ReadAsync(Organization, static db => ListAsync(db), Stop);

    internal Task WriteAsync(string word) => Database.WriteAsync(Organization, db => InsertAsync(db, word), Stop);
}
