namespace Gatehouse.Server.Keys;

/// <summary>All signing keys by generation, and what each is at a given instant. Pure.</summary>
sealed class SigningKeySet(IReadOnlyList<SigningKey> keys)
{
    /// <summary>Relying parties cache our key set; a key is announced this long before it signs (S24).</summary>
    public static readonly TimeSpan Announcement = TimeSpan.FromHours(24);

    public static readonly TimeSpan RotationPeriod = TimeSpan.FromDays(90);

    /// <summary>The longest life of a token we sign, and an hour for clocks that differ.</summary>
    public static readonly TimeSpan Afterlife = TimeSpan.FromHours(25);

    public static SigningKeySet Empty { get; } = new([]);

    public IReadOnlyList<SigningKey> Keys => keys;

    public SigningKey? Newest => keys.Count == 0 ? null : keys[^1];

    public SigningKey Active(DateTimeOffset now) =>
        keys.LastOrDefault(key => key.ActivatesAt <= now)
        ?? throw new KeyException("No signing key is active. Is this machine's clock behind the one that made the keys?");

    /// <summary>The active key first, then whatever relying parties must know besides.</summary>
    public IReadOnlyList<SigningKey> Published(DateTimeOffset now) =>
    [
        .. keys.Where(key => StateOf(key, now) != SigningKeyState.Gone)
            .OrderBy(key => StateOf(key, now) == SigningKeyState.Active ? 0 : 1)
            .ThenByDescending(key => key.Generation),
    ];

    public SigningKey? Find(string? id, DateTimeOffset now) =>
        keys.FirstOrDefault(key => key.Id == id && StateOf(key, now) != SigningKeyState.Gone);

    public SigningKeyState StateOf(SigningKey key, DateTimeOffset now)
    {
        if (key.ActivatesAt > now)
            return SigningKeyState.Next;

        var successor = keys.FirstOrDefault(other => other.Generation > key.Generation && other.ActivatesAt <= now);
        if (successor is null)
            return SigningKeyState.Active;

        return successor.ActivatesAt + Afterlife > now ? SigningKeyState.Retired : SigningKeyState.Gone;
    }

    public bool IsRotationDue(DateTimeOffset now) =>
        Newest is { } newest && newest.ActivatesAt + RotationPeriod - Announcement <= now;
}
