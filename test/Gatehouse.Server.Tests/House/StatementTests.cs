using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

using Gatehouse.Server.Tests.House;

[assembly: AssemblyFixture(typeof(StatementTests))]

namespace Gatehouse.Server.Tests.House;

/// <summary>
/// Every statement that the suite sent to PostgreSQL names the organization whose rows it means, so that on a cluster it asks one node.
/// Npgsql tells of each; they are judged when all tests have run, and one that is wrong fails the run.
/// </summary>
public sealed partial class StatementTests : IDisposable
{
    /// <summary>Statements of the instance, and of tests that look at everything.</summary>
    static readonly string[] OverAll =
    [
        "from organizations o", "delete from deleted_users where deleted_at <", "from outbox_mails where due_at <=", "from application_sign_ins where due_at <=", "from identity_providers where refresh_at <=",
        "from findings where mailed_at is null", "from pg_", "create ", "drop ", "citus_tables", "schemaversions", "select organization_id from revoked_tokens",
        "select count(*) from scim_requests where status",
    ];

    static readonly string[] Unsharded = ["email_domains", "local_sign_ins", "instance_settings", "protection_keys", "signing_keys"];

    readonly ConcurrentDictionary<string, byte> statements = new(StringComparer.Ordinal);
    readonly ActivityListener listener;

    public StatementTests()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Npgsql",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if ((activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) is string sql)
                    statements.TryAdd(Spaces().Replace(sql, " ").Trim(), 0);
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    public void Dispose()
    {
        listener.Dispose();
        Assert.Empty(statements.Keys.SelectMany(static sql => sql.Split(';')).Where(static sql => !NamesTheOrganization(sql)).Distinct());
    }

    static bool NamesTheOrganization(string sql) =>
        !Tables().Matches(sql).Any(static match => !Unsharded.Contains(match.Groups[1].Value, StringComparer.OrdinalIgnoreCase))
        || OverAll.Any(known => sql.Contains(known, StringComparison.OrdinalIgnoreCase))
        || Organization().IsMatch(sql);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\b(?:from|into|update|join)\s+(?!set\b)(\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Tables();

    [GeneratedRegex(@"organization_id = (@organization|\$\d+)|(insert into|copy) \w+ \(organization_id,", RegexOptions.IgnoreCase)]
    private static partial Regex Organization();
}
