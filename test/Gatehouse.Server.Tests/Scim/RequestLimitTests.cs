using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Scim;

/// <summary>What one organization may ask for, so that others get their share (L27, L28, R89, R90).</summary>
public sealed class RequestLimitTests(NarrowServer server) : ScimTest(server), IClassFixture<NarrowServer>
{
    [Fact]
    public async Task A_flood_is_told_when_to_come_again_and_neighbours_are_served()
    {
        var neighbour = await NewClientAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => Scim.GetAsync("/Users?count=1")));

        var refused = answers.Where(static answer => answer.Status == 429).ToList();
        Assert.InRange(answers.Count(static answer => answer.Status == 200), 25, 119);
        Assert.Equal(120, refused.Count + answers.Count(static answer => answer.Status == 200));
        Assert.All(refused, static answer =>
        {
            answer.ShouldRefuse(429, null);
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        });
        (await neighbour.GetAsync("/Users?count=1")).ShouldBe(200);
    }

    [Fact]
    public async Task Another_client_of_the_same_organization_does_not_double_its_share()
    {
        var second = await NewClientAsync(Scim.Organization, "scim.read");

        var answers = await Task.WhenAll(Enumerable.Range(0, 120).Select(i => (i % 2 == 0 ? Scim : second).GetAsync("/Users?count=1")));

        Assert.InRange(answers.Count(static answer => answer.Status == 200), 25, 100);
    }

    [Fact]
    public async Task Refusals_are_in_the_request_log()
    {
        await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => Scim.GetAsync("/Users?count=1")));

        Assert.Contains(await LogAsync(), static row => row.Status == 429);
    }

    [Fact]
    public async Task Discovery_is_not_counted()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => Scim.With(null).GetAsync("/ServiceProviderConfig")));

        Assert.All(answers, static answer => answer.ShouldBe(200));
    }
}
