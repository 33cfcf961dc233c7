using System.Net.Http.Headers;
using System.Text;

using Gatehouse.Server.Clients;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;

using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Server.Tests.OAuth;

/// <summary>Speaks to the OAuth endpoints as a client would; makes and changes clients behind their back.</summary>
public abstract class OAuthTest
{
    readonly OAuthServer server;

    protected OAuthTest(OAuthServer server)
    {
        this.server = server;
        Assert.SkipWhen(server.MissingBecause is not null, server.MissingBecause ?? "");
    }

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal HttpClient Http => server.Http;

    internal IServiceProvider Services => server.Services;

    internal Database Database => Services.GetRequiredService<Database>();

    internal string Issuer => Services.GetRequiredService<AccessTokens>().Issuer;

    internal string TokenEndpoint => Services.GetRequiredService<AccessTokens>().TokenEndpoint;

    internal Task<OAuthAnswer> PostTokenAsync(params (string, string)[] fields) =>
        PostFormAsync("/oauth/v2/token", [("grant_type", "client_credentials"), .. fields]);

    internal async Task<OAuthAnswer> PostFormAsync(string path, params (string, string)[] fields)
    {
        using var form = Form(fields);
        return await OAuthAnswer.ReadAsync(await Http.PostAsync(path, form, Stop));
    }

    internal async Task<OAuthAnswer> PostBasicAsync(string id, string secret, params (string, string)[] fields) =>
        await PostBasicAsync(id, secret, encode: true, fields);

    internal async Task<OAuthAnswer> PostBasicAsync(string id, string secret, bool encode, params (string, string)[] fields)
    {
        using var form = Form([("grant_type", "client_credentials"), .. fields]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/v2/token") { Content = form };
        var pair = encode ? $"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}" : $"{id}:{secret}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
        return await OAuthAnswer.ReadAsync(await Http.SendAsync(request, Stop));
    }

    internal async Task<TestClient> CreateClientAsync(
        string scopes = ScimScopes.Default, TimeSpan? lifetime = null, string? publicKey = null)
    {
        var organization = OrganizationId.New(TimeProvider.System);
        return await Database.WriteAsync(organization, async db =>
        {
            await Services.GetRequiredService<OrganizationRegister>().CreateAsync(db, "Contoso", "minimal", Stop);
            var client = await Clients.CreateAsync(db, "Provisioning", scopes, lifetime ?? AccessTokens.DefaultLifetime, Stop);
            if (publicKey is not null)
                return new TestClient(client, await Clients.AddPublicKeyAsync(db, client, publicKey, Stop), Secret: "none");

            var secret = await Clients.AddSecretAsync(db, client, expiresAt: null, Stop);
            return new TestClient(client, secret?.Id ?? default, secret?.Secret ?? "");
        }, Stop);
    }

    internal async Task<string> AddSecretAsync(TestClient client, DateTimeOffset? expiresAt = null) =>
        (await Database.WriteAsync(
            client.Organization, db => Clients.AddSecretAsync(db, client.ClientId, expiresAt, Stop), Stop))?.Secret ?? "";

    internal Task RevokeCredentialAsync(TestClient client) =>
        Database.WriteAsync(client.Organization, db => Clients.RevokeCredentialAsync(db, client.ClientId, client.Credential, Stop), Stop);

    internal Task RevokeAsync(TestClient client) =>
        Database.WriteAsync(client.Organization, db => Clients.RevokeAsync(db, client.ClientId, Stop), Stop);

    internal Task SuspendAsync(TestClient client) =>
        Database.WriteAsync(
            client.Organization, db => Services.GetRequiredService<OrganizationRegister>().SetStateAsync(db, "suspended", Stop), Stop);

    ClientRegister Clients => Services.GetRequiredService<ClientRegister>();

    static FormUrlEncodedContent Form(IEnumerable<(string Name, string Value)> fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}

sealed record TestClient(ClientId ClientId, Guid Credential, string Secret)
{
    public string Id => ClientId.ToString();

    public OrganizationId Organization => ClientId.Organization;

    public (string, string)[] Credentials => [("client_id", Id), ("client_secret", Secret)];
}
