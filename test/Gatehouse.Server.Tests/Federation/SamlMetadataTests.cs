using Gatehouse.Server.Federation;
using Gatehouse.Server.Findings;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Federation;

/// <summary>Metadata of a SAML identity provider change, fail to come, and tell what ends (S56).</summary>
public abstract class SamlMetadataTests(ServerFixture server) : SamlFederationTest(server)
{
    [Fact]
    public async Task A_new_certificate_is_fetched_for_and_the_old_one_counts_no_more()
    {
        var provider = await ConnectSamlAsync();
        var reads = Idp.MetadataReads;
        Idp.Rotate();
        var browser = NewBrowser();

        var page = await SignInSamlAsync(browser, provider);

        Assert.Equal((303, reads + 1), (page.Status, Idp.MetadataReads));
        Assert.Equal(1, await CountAsync("audit_events", "action = 'federation.metadata-changed'"));
    }

    [Fact]
    public async Task Metadata_that_cannot_be_fetched_leave_the_last_good_copy_and_are_found()
    {
        var provider = await ConnectSamlAsync();
        Idp.Metadata = static http =>
        {
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        };

        await LookAsync(provider);

        Assert.Equal(FindingKinds.MetadataUnreachable, Assert.Single(await FindingsAsync()).Kind);
        Assert.Equal(303, (await SignInSamlAsync(NewBrowser(), provider)).Status);
        Idp.Metadata = null;
        await LookAsync(provider);
        Assert.DoesNotContain(await FindingsAsync(), static one => one.Kind == FindingKinds.MetadataUnreachable);
    }

    [Fact]
    public async Task Stored_metadata_that_no_longer_pass_do_not_keep_other_federations_from_being_looked_at()
    {
        Idp.CertificateEnds = DateTimeOffset.UtcNow.AddDays(20);
        var broken = await ConnectSamlAsync();
        var sound = await ConnectSamlAsync();
        await Database.WriteAsync(Scim.Organization, db => db.ExecuteAsync(
            "update identity_providers set metadata = '<x/>' where organization_id = @organization and identity_provider_id = @IdentityProviderId",
            new { broken.IdentityProviderId }, Stop), Stop);

        await LookAsync(broken);
        await LookAsync(sound);

        Assert.Equal(
            [(FindingKinds.CertificateEnds, sound.Id.ToString()), (FindingKinds.MetadataUnreachable, broken.Id.ToString())],
            (await FindingsAsync()).Select(static one => (one.Kind, one.Subject)).Order());
        Assert.Contains("stored metadata", Assert.Single(await Service<ConnectionCheck>().LookAsync((await FindAsync(broken))!, Stop)).Said, StringComparison.Ordinal);
    }

    Task<IdentityProvider?> FindAsync(IdentityProvider provider) =>
        Database.ReadAsync(Scim.Organization, db => Service<IdentityProviders>().FindAsync(db, provider.IdentityProviderId, Stop), Stop);

    /// <summary>The daily look, now.</summary>
    async Task LookAsync(IdentityProvider provider)
    {
        await Database.WriteAsync(Scim.Organization, db => Service<IdentityProviders>().ScheduleAsync(db, provider.IdentityProviderId, DateTimeOffset.UtcNow.AddMinutes(-1), Stop), Stop);
        await Service<FederationRounds>().GoAsync(Stop);
    }

    [Theory]
    [InlineData("another entity")]
    [InlineData("<html/>")]
    [InlineData("<!DOCTYPE x><x/>")]
    public async Task Metadata_that_are_another_identity_providers_by_now_are_not_taken(string said)
    {
        var provider = await ConnectSamlAsync();
        var changed = Idp.MetadataXml().Replace(Idp.EntityId, "https://evil.example/idp", StringComparison.Ordinal);
        Idp.Metadata = http => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, said == "another entity" ? changed : said);

        await LookAsync(provider);

        Assert.Equal(FindingKinds.MetadataUnreachable, Assert.Single(await FindingsAsync()).Kind);
        Assert.Equal(303, (await SignInSamlAsync(NewBrowser(), provider)).Status);
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_is_found_and_found_again_nearer_to_the_end()
    {
        Idp.CertificateEnds = DateTimeOffset.UtcNow.AddDays(20);
        var provider = await ConnectSamlAsync();
        await LookAsync(provider);
        await LookAsync(provider);
        var first = Assert.Single(await FindingsAsync());
        Assert.Equal((FindingKinds.CertificateEnds, 1), (first.Kind, first.Times));
        Idp.CertificateEnds = DateTimeOffset.UtcNow.AddDays(2);
        await LookAsync(provider);
        Assert.NotEqual(first.FindingId, Assert.Single(await FindingsAsync()).FindingId);

        Idp.CertificateEnds = DateTimeOffset.UtcNow.AddYears(2);
        await LookAsync(provider);

        Assert.Empty(await FindingsAsync());
    }
}

public sealed class SamlMetadataOnSqlite(SqliteServer server) : SamlMetadataTests(server);

public sealed class SamlMetadataOnPostgreSql(PostgreSqlServer server) : SamlMetadataTests(server);
