using Gatehouse.Server.Directory;
using Gatehouse.Server.Http;
using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>
/// Tells applications of sign-ins that have ended (OpenID Connect Back-Channel Logout), within a second or two of the end, and again for
/// some hours while an application does not answer. Any number of nodes may do so: each row is taken by one of them.
/// </summary>
sealed class BackChannelLogout(
    Database database, ApplicationSignIns ended, ApplicationRegister applications, LogoutTokens tokens, OutboundHttp http, TimeProvider clock,
    ILogger<BackChannelLogout> log) : BackgroundService
{
    const int MostInOneRound = 100;
    const int MostAtOnce = 8;

    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait after each attempt that failed. Sessions of applications end by themselves in less than the sum.</summary>
    static readonly TimeSpan[] Waits = [.. new[] { 5, 30, 120, 600, 1_800, 3_600, 7_200 }.Select(static seconds => TimeSpan.FromSeconds(seconds))];

    bool isDatabaseThere = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do
            {
                while (await TryTellAsync(stoppingToken) == MostInOneRound)
                {
                    // More may be due already.
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops. Whoever was not told is told by another one, or later.
        }
    }

    async Task<int> TryTellAsync(CancellationToken stop)
    {
        try
        {
            var due = await TellAsync(stop);
            isDatabaseThere = true;
            return due;
        }
        catch (Exception problem) when (problem is DatabaseUnavailableException or System.Data.Common.DbException)
        {
            // Told once, not every second of an outage.
            if (isDatabaseThere)
                log.LogoutsWait(problem);
            isDatabaseThere = false;
            return 0;
        }
    }

    /// <summary>One round.</summary>
    /// <returns>How many were due.</returns>
    public async Task<int> TellAsync(CancellationToken stop)
    {
        var due = await database.Instance.ReadAsync(db => ended.ListDueAsync(db, MostInOneRound, stop), stop);
        await Parallel.ForEachAsync(
            due, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = stop }, async (one, cancelled) => await TellAsync(one, cancelled));
        return due.Count;
    }

    async Task TellAsync(DueLogout due, CancellationToken stop)
    {
        var (lease, address) = await database.WriteAsync(due.Organization, async db =>
        {
            var taken = await ended.TakeAsync(db, due, stop);
            return (taken, taken is null ? null : await AddressAsync(db, due, stop));
        }, stop);
        if (lease is null)
            return;

        var failure = address is null ? null : await SendAsync(address, tokens.Create(due.ClientId, new UserId(lease.UserId), due.SignInId), stop);
        await database.WriteAsync(due.Organization, db => failure is null || lease.Attempts > Waits.Length
            ? ended.RemoveAsync(db, due, stop)
            : ended.PostponeAsync(db, due, clock.GetUtcNow() + Waits[lease.Attempts - 1], failure, stop), stop);
        if (failure is not null)
            log.LogoutNotTold(due.ClientId, lease.Attempts, failure);
    }

    async Task<Uri?> AddressAsync(DbScope db, DueLogout due, CancellationToken stop) =>
        ApplicationClientId.TryParse(due.ClientId, out var id) && await applications.FindAsync(db, id, stop) is { Application.Settings.BackChannelLogoutUri: { } address }
            ? new Uri(address)
            : null;

    /// <returns>Why the application does not know it yet, or null.</returns>
    async Task<string?> SendAsync(Uri address, string token, CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address);
            request.Content = new FormUrlEncodedContent([KeyValuePair.Create("logout_token", token)]);
            using var answer = await http.SendAsync(request, stop);
            return answer.IsSuccessStatusCode ? null : $"answered {(int)answer.StatusCode}";
        }
        catch (HttpRequestException problem)
        {
            return problem.Message;
        }
        catch (TaskCanceledException) when (!stop.IsCancellationRequested)
        {
            return "did not answer in time";
        }
    }
}
