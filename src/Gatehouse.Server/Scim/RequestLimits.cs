using System.Globalization;
using System.Threading.RateLimiting;

using Gatehouse.Server.Clients;

namespace Gatehouse.Server.Scim;

/// <summary>
/// Keeps one organization's flood from its neighbours: so many requests a second for each client and each organization, and so many of an
/// organization at work at once. Those beyond wait in a short queue, and beyond that are answered 429 with Retry-After.
/// </summary>
static class RequestLimits
{
    /// <summary>Microsoft asks for no less of an organization's endpoint.</summary>
    public const int FewestPerSecond = 25;

    /// <summary>Requests of one organization that wait for a place. They cost a connection and nothing else.</summary>
    const int MostWaiting = 256;

    public static void Add(IServiceCollection services, LimitOptions limits) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = static (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : TimeSpan.FromSeconds(1);
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(Math.Max(1, wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            Partitioned(static caller => caller.Client, client => PerSecond(client, limits.ClientRequestsPerSecond)),
            Partitioned(static caller => caller.Organization, organization => PerSecond(organization, limits.OrganizationRequestsPerSecond)),
            Partitioned(static caller => caller.Organization, organization => AtOnce(organization, limits.OrganizationRequestsAtOnce)));
    });

    // Who is not authenticated has been answered already, or asks for what is open to everybody and costs nothing.
    static PartitionedRateLimiter<HttpContext> Partitioned<TKey>(Func<Caller, TKey> keyOf, Func<object, RateLimitPartition<object>> limit)
        where TKey : struct =>
        PartitionedRateLimiter.Create<HttpContext, object>(http =>
            http.Features.Get<Caller>() is { } caller ? limit(keyOf(caller)) : RateLimitPartition.GetNoLimiter<object>("anonymous"));

    // Twice the rate may come at once after a pause, as clients that work in cycles do.
    static RateLimitPartition<object> PerSecond(object key, int requests) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
    {
        TokenLimit = 2 * requests, TokensPerPeriod = Math.Max(1, requests / 10), ReplenishmentPeriod = TimeSpan.FromMilliseconds(100), QueueLimit = 0,
    });

    static RateLimitPartition<object> AtOnce(object key, int requests) => RateLimitPartition.GetConcurrencyLimiter(key, _ => new()
    {
        PermitLimit = requests, QueueLimit = MostWaiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });
}
