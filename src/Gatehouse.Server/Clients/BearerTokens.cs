using System.Collections.Concurrent;

using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Clients;

/// <summary>
/// Answers whose token this is. A token is verified once; after that only the state of its client, its organization and
/// its revocation are read again, at most five seconds apart, so that a revoked client is out on every node within ten.
/// </summary>
sealed class BearerTokens(
    Database database, SignedTokens signed, LongLivedTokens longLived, TokenStates states, CredentialUses uses, TimeProvider clock)
{
    public const int Capacity = 10_000;
    public const int MaxLength = 16 * 1024;
    public static readonly TimeSpan RecheckAfter = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<string, Entry> verified = new(StringComparer.Ordinal);

    /// <returns>Null when the token opens nothing: unknown, expired, revoked, or of a client or organization that is out.</returns>
    public ValueTask<Caller?> AuthenticateAsync(string token, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return verified.TryGetValue(token, out var entry) && entry.IsFresh(now)
            ? ValueTask.FromResult<Caller?>(entry.Token.Caller)
            : new ValueTask<Caller?>(VerifyAsync());

        async Task<Caller?> VerifyAsync() => (await FindAsync(token, stop))?.Caller;
    }

    /// <summary>Like <see cref="AuthenticateAsync"/>, but always asks the database, and tells about the token itself.</summary>
    public async Task<AccessToken?> FindAsync(string token, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var known = verified.TryGetValue(token, out var entry) && entry.Token.ExpiresAt > now ? entry.Token : null;
        var current = known ?? await VerifyAsync(token, stop);
        current = current is null ? null : await states.ConfirmAsync(current, stop);

        if (current is null)
        {
            verified.TryRemove(token, out _);
            return null;
        }

        MakeRoom(now);
        verified[token] = new Entry(current, now);
        if (current.IsLongLived)
            uses.Note(current.Caller.Client, Guid.ParseExact(current.Id, "N"));
        return current;
    }

    /// <summary>Ends a token before its time (RFC 7009). At once here, within ten seconds on other nodes.</summary>
    public async Task RevokeAsync(string token, CancellationToken stop)
    {
        if (await FindAsync(token, stop) is not { } found)
            return;

        await database.WriteAsync(found.Caller.Organization, db => states.RevokeAsync(db, found, stop), stop);
        verified.TryRemove(token, out _);
    }

    Task<AccessToken?> VerifyAsync(string token, CancellationToken stop)
    {
        if (token.Length > MaxLength)
            return Task.FromResult<AccessToken?>(null);

        return LongLivedTokens.HasForm(token) ? longLived.VerifyAsync(token, stop) : signed.VerifyAsync(token, stop);
    }

    void MakeRoom(DateTimeOffset now)
    {
        if (verified.Count < Capacity)
            return;

        foreach (var (token, entry) in verified)
        {
            if (!entry.IsFresh(now))
                verified.TryRemove(token, out _);
        }

        if (verified.Count >= Capacity)
            verified.Clear();
    }

    sealed record Entry(AccessToken Token, DateTimeOffset CheckedAt)
    {
        public bool IsFresh(DateTimeOffset now) => CheckedAt + RecheckAfter > now && Token.ExpiresAt > now;
    }
}
