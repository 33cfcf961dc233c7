using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Findings;

/// <summary>
/// Owns the findings table: what an organization's administrator should look at, from the moment it is seen until it is put right, and the
/// mail that tells of it. Does not own what is found: features raise and resolve their own.
/// </summary>
static class FindingsModule
{
    /// <summary>What commands need as well as the server.</summary>
    public static void AddCore(IServiceCollection services) => services.AddSingleton<FindingRegister>();

    public static void Add(IServiceCollection services)
    {
        AddCore(services);
        services.AddSingleton<IRetention, FindingRetention>();
        services.AddSingleton<FindingDigests>();
        services.AddHostedService(static provider => provider.GetRequiredService<FindingDigests>());
    }
}

/// <summary>Forgets findings that were resolved a year ago.</summary>
sealed class FindingRetention(FindingRegister findings) : IRetention
{
    static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public Task ForgetAsync(DbScope db, DateTimeOffset now, CancellationToken stop) => findings.SweepAsync(db, now - Kept, stop);
}
