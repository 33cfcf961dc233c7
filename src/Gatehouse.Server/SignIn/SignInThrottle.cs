using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// The sign_in_failures table: failed tries lead to growing delays, counted for each user by where the tries come from. A device that the
/// user signed in on before has a count of its own, so a stranger's tries never keep the person out; all unknown devices share one more
/// count, so that many addresses do not mean many tries (S73).
/// </summary>
sealed class SignInThrottle(TimeProvider clock)
{
    const string EverybodyElse = "unknown";
    const int FreeTries = 5;
    const int FreeTriesOfEverybodyElse = 50;
    static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(15);
    static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    const string WaitSql = """
        select coalesce(max(next_try_at), 0)
        from sign_in_failures
        where organization_id = @organization
          and user_id = @user
          and origin in (@origin, @shared)
        """;

    /// <summary>How long a try from there has to wait.</summary>
    public async Task<TimeSpan> WaitAsync(DbScope db, UserId user, SignInOrigin origin, CancellationToken stop)
    {
        var next = await db.ScalarAsync<long>(WaitSql, new { user = user.Value, origin = origin.Key, shared = SharedOf(origin) }, stop);
        var wait = DateTimeOffset.FromUnixTimeMilliseconds(next) - clock.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    const string CountSql = """
        insert into sign_in_failures (organization_id, user_id, origin, failures, next_try_at, modified_at)
        values (@organization, @user, @origin, 1, 0, @now)
        on conflict (organization_id, user_id, origin)
        do update set failures = case when sign_in_failures.modified_at < @forgotten then 1 else sign_in_failures.failures + 1 end,
            modified_at = excluded.modified_at
        returning failures
        """;

    const string DelaySql = """
        update sign_in_failures
        set next_try_at = @next
        where organization_id = @organization
          and user_id = @user
          and origin = @origin
        """;

    /// <summary>Counts a failed try.</summary>
    public async Task CountAsync(DbScope db, UserId user, SignInOrigin origin, CancellationToken stop)
    {
        await CountAsync(db, user, origin.Key, FreeTries, stop);
        if (!origin.IsKnownDevice)
            await CountAsync(db, user, EverybodyElse, FreeTriesOfEverybodyElse, stop);
    }

    async Task CountAsync(DbScope db, UserId user, string origin, int free, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var failures = await db.ScalarAsync<long>(CountSql, new { user = user.Value, origin, now, forgotten = now - Memory }, stop);
        if (failures < free)
            return;

        var delay = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(failures - free, 12)));
        await db.ExecuteAsync(DelaySql, new { user = user.Value, origin, next = now + (delay < LongestDelay ? delay : LongestDelay) }, stop);
    }

    const string ForgetSql = """
        delete from sign_in_failures
        where organization_id = @organization
          and user_id = @user
          and origin = @origin
        """;

    /// <summary>A success from there ends its own count.</summary>
    public Task ForgetAsync(DbScope db, UserId user, SignInOrigin origin, CancellationToken stop) =>
        db.ExecuteAsync(ForgetSql, new { user = user.Value, origin = origin.Key }, stop);

    const string SweepSql = """
        delete from sign_in_failures
        where organization_id = @organization
          and modified_at < @before
        """;

    /// <summary>Forgets tries that count no more.</summary>
    public Task<int> SweepAsync(DbScope db, CancellationToken stop) => db.ExecuteAsync(SweepSql, new { before = clock.GetUtcNow() - Memory }, stop);

    static string SharedOf(SignInOrigin origin) => origin.IsKnownDevice ? origin.Key : EverybodyElse;
}

/// <summary>Where a try comes from.</summary>
/// <param name="Device">The id of a device that this user has signed in on, or null.</param>
/// <param name="SourceAddress">The network address.</param>
sealed record SignInOrigin(string? Device, string SourceAddress)
{
    public bool IsKnownDevice => Device is not null;

    public string Key => Device is null ? $"source:{SourceAddress}" : $"device:{Device}";
}
