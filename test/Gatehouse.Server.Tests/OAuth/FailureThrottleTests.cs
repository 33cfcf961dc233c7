using Gatehouse.Server.OAuth;

using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Server.Tests.OAuth;

public sealed class FailureThrottleTests
{
    readonly FakeTimeProvider clock = new();

    [Fact]
    public void Twenty_failures_in_a_minute_close_the_door_for_that_client_and_source_only()
    {
        var throttle = new FailureThrottle(clock);
        for (var i = 0; i < FailureThrottle.Allowed; i++)
        {
            Assert.Equal(TimeSpan.Zero, throttle.WaitFor("client", "10.0.0.1"));
            throttle.Add("client", "10.0.0.1");
        }

        Assert.InRange(throttle.WaitFor("client", "10.0.0.1"), TimeSpan.FromSeconds(1), FailureThrottle.Window);
        Assert.Equal(TimeSpan.Zero, throttle.WaitFor("client", "10.0.0.2"));
        Assert.Equal(TimeSpan.Zero, throttle.WaitFor("other", "10.0.0.1"));
    }

    [Fact]
    public void The_door_opens_again_when_the_minute_is_over()
    {
        var throttle = new FailureThrottle(clock);
        for (var i = 0; i < FailureThrottle.Allowed; i++)
            throttle.Add("client", "10.0.0.1");

        clock.Advance(FailureThrottle.Window);

        Assert.Equal(TimeSpan.Zero, throttle.WaitFor("client", "10.0.0.1"));
    }

    [Fact]
    public void A_flood_of_invented_client_ids_does_not_grow_the_memory()
    {
        var throttle = new FailureThrottle(clock);

        for (var i = 0; i < 2 * FailureThrottle.Capacity; i++)
            throttle.Add($"invented-{i}", "10.0.0.1");

        Assert.InRange(throttle.Size, 1, FailureThrottle.Capacity);
    }
}
