using Gatehouse.Server.Clients;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Scim;
using Gatehouse.Server.Storage;

using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Server.Tests.Scim;

/// <summary>Gives each test a fresh organization with a client of its own, and a look at what the database holds.</summary>
public abstract class ScimTest : IAsyncLifetime
{
    readonly ServerFixture server;

    protected ScimTest(ServerFixture server)
    {
        this.server = server;
        Assert.SkipWhen(server.MissingBecause is not null, server.MissingBecause ?? "");
    }

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The client of the test's own organization, allowed to read and write.</summary>
    internal ScimClient Scim { get; private set; } = null!; // Set before the test runs.

    internal HttpClient Http => server.Http;

    internal Database Database => server.Services.GetRequiredService<Database>();

    public virtual async ValueTask InitializeAsync() => Scim = await NewClientAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }

    internal T Service<T>()
        where T : notnull => server.Services.GetRequiredService<T>();

    /// <summary>A new organization with a client.</summary>
    internal async Task<ScimClient> NewClientAsync(string profile = SchemaProfile.EntraDefault)
    {
        var organization = OrganizationId.New(TimeProvider.System);
        await Database.WriteAsync(organization, db => Service<OrganizationRegister>().CreateAsync(db, "Contoso", profile, Stop), Stop);
        return await NewClientAsync(organization, "scim.read scim.write");
    }

    /// <summary>Another client of an organization.</summary>
    internal async Task<ScimClient> NewClientAsync(OrganizationId organization, string scopes) =>
        await Database.WriteAsync(organization, async db =>
        {
            var register = Service<ClientRegister>();
            var client = await register.CreateAsync(db, "Entra", scopes, TimeSpan.FromHours(1), Stop);
            var (_, token) = await register.AddBearerTokenAsync(db, client, DateTimeOffset.UtcNow.AddDays(1), Stop);
            return new ScimClient(Http, organization, client, token);
        }, Stop);

    internal Task<long> CountAsync(string table, string condition = "1 = 1", object? args = null) => Database.ReadAsync(Scim.Organization, db =>
        db.ScalarAsync<long>($"select count(*) from {table} where organization_id = @organization and {condition}", args, Stop), Stop);

    /// <summary>The rows of the request log, once those that wait have been written.</summary>
    internal async Task<IReadOnlyList<LoggedRequest>> LogAsync()
    {
        await Service<ScimRequestLog>().FlushAsync(Stop);
        return await Database.ReadAsync(Scim.Organization, static db => db.ListAsync<LoggedRequest>("""
            select client_id, method, operation, target_id, status, attributes, findings
            from scim_requests
            where organization_id = @organization
            """, null, Stop), Stop);
    }
}
