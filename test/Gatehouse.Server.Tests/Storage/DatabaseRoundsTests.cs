using Gatehouse.Server.Storage;

using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Server.Tests.Storage;

public sealed class DatabaseRoundsTests
{
    static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_round_that_fails_in_any_way_is_told_and_the_next_one_comes()
    {
        var clock = new FakeTimeProvider();
        using var rounds = new Failing(clock);
        await rounds.StartAsync(TestContext.Current.CancellationToken);

        await NextAsync();
        await NextAsync();

        Assert.True(rounds.Told.Count >= 2);
        Assert.All(rounds.Told, static problem => Assert.Equal("one row", problem.Message));
        await rounds.StopAsync(TestContext.Current.CancellationToken);
        Assert.True(rounds.ExecuteTask!.IsCompletedSuccessfully);

        // The timer may not be set yet, so that time has to pass more than once.
        async Task NextAsync()
        {
            for (var tries = 0; tries < 200; tries++)
            {
                clock.Advance(Interval);
                if (await rounds.Ended.WaitAsync(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken))
                    return;
            }

            Assert.Fail("No round came.");
        }
    }

    sealed class Failing(TimeProvider clock) : DatabaseRounds(Interval, clock)
    {
        public SemaphoreSlim Ended { get; } = new(0);

        public List<Exception> Told { get; } = [];

        protected override Task RoundAsync(CancellationToken stop) => throw new InvalidDataException("one row");

        protected override void Postponed(Exception problem)
        {
            Told.Add(problem);
            Ended.Release();
        }

        public override void Dispose()
        {
            Ended.Dispose();
            base.Dispose();
        }
    }
}
