using Gatehouse.Server.Clients;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Server.Tests.Conversations;

/// <summary>Makes organizations with a client and whatever the played clients are given.</summary>
public abstract class ConversationTest(OAuthServer server)
{
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Ends without the slash, as administrators are told to enter it.</summary>
    internal string Base => new Uri(server.Http.BaseAddress!, "/scim/v2").AbsoluteUri;

    internal string TokenUrl => new Uri(server.Http.BaseAddress!, "/oauth/v2/token").AbsoluteUri;

    internal async Task<ProvisionedOrganization> NewOrganizationAsync(
        string profile = SchemaProfile.EntraDefault, string? schema = null, params CustomAttribute[] attributes)
    {
        Assert.SkipWhen(server.MissingBecause is not null, server.MissingBecause ?? "");
        var id = OrganizationId.New(TimeProvider.System);
        return await Service<Database>().WriteAsync(id, async db =>
        {
            await Service<OrganizationRegister>().CreateAsync(db, "Sandvika Rederi", profile, Stop);
            if (schema is not null)
                Assert.NotNull(await Service<OrganizationSchemas>().AddAsync(db, schema, attributes, Stop));

            var clients = Service<ClientRegister>();
            var client = await clients.CreateAsync(db, "Provisioning", "scim.read scim.write", TimeSpan.FromHours(1), Stop);
            var secret = await clients.AddSecretAsync(db, client, null, Stop);
            var (_, token) = await clients.AddBearerTokenAsync(db, client, DateTimeOffset.UtcNow.AddDays(1), Stop);
            return new ProvisionedOrganization(client.ToString(), secret!.Value.Secret, token);
        }, Stop);
    }

    internal WireClient ClientOf(ProvisionedOrganization organization) => new(server.Http, Base, organization.BearerToken);

    T Service<T>()
        where T : notnull => server.Services.GetRequiredService<T>();

    /// <summary>What an administrator gets for an organization.</summary>
    internal sealed record ProvisionedOrganization(string ClientId, string Secret, string BearerToken);
}
