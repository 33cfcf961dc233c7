using Gatehouse.Server.Audit;
using Gatehouse.Server.Console;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.SignIn;

namespace Gatehouse.Server.Tests.Console;

/// <summary>Operators at their pages. The servers are shared, so each test has an operator and organizations of its own.</summary>
public abstract class ConsoleTest(ServerFixture server) : SignInTest(server)
{
    internal static readonly Uri PublicUrl = new("https://accounts.contoso.example");

    internal string OperatorAddress { get; } = $"operator.{Guid.NewGuid():N}@contoso.example";

    /// <summary>Makes an operator and signs the person in.</summary>
    /// <param name="age">How long ago the sign-in was.</param>
    internal async Task<(PageClient Browser, UserId User)> OperatorAsync(TimeSpan age = default)
    {
        var (user, _) = await InviteOperatorAsync();
        return (await BrowserOfAsync(OperatorsOrganization.Id, user, age), user);
    }

    internal Task<(UserId User, Uri Link)> InviteOperatorAsync(string? name = "Noor Vermeer") => Database.WriteAsync(
        OperatorsOrganization.Id, db => Service<Operators>().InviteAsync(db, OperatorAddress, name, PublicUrl, Operator, Stop), Stop);

    internal Task<bool> RemoveOperatorAsync() => Database.WriteAsync(
        OperatorsOrganization.Id, db => Service<Operators>().RemoveAsync(db, OperatorAddress, Operator, Stop), Stop);

    /// <summary>A browser in which a user is signed in.</summary>
    internal async Task<PageClient> BrowserOfAsync(OrganizationId organization, UserId user, TimeSpan age = default)
    {
        const string AgeSql = """
            update sign_ins
            set authenticated_at = authenticated_at - @age
            where organization_id = @organization
              and sign_in_id = @id
            """;
        var handle = await Database.WriteAsync(organization, async db =>
        {
            var (id, begun) = await Service<SignIns>().BeginAsync(db, user, new() { Methods = ["pwd", "otp", "mfa"] }, Stop);
            await db.ExecuteAsync(AgeSql, new { id, age = (long)age.TotalMilliseconds }, Stop);
            return begun;
        }, Stop);
        var browser = NewBrowser();
        browser.Set("__Host-sign-in", handle);
        return browser;
    }

    /// <summary>What was done in an organization, the newest first.</summary>
    internal Task<IReadOnlyList<StoredAuditEvent>> EventsAsync(OrganizationId organization) =>
        Database.ReadAsync(organization, db => Service<AuditLog>().ListAsync(db, null, 20, Stop), Stop);

    /// <summary>The id of the organization that a page of the console is about.</summary>
    internal static OrganizationId OrganizationOf(string? path)
    {
        Assert.True(OrganizationId.TryParse(path?.Split('/', '?')[3], out var id), path);
        return id;
    }
}
