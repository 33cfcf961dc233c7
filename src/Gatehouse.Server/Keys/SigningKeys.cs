using System.Security.Cryptography;

using Gatehouse.Server.Storage;

using Microsoft.Extensions.Primitives;

namespace Gatehouse.Server.Keys;

/// <summary>The signing_keys table and its copy in memory. The only class that writes the table.</summary>
sealed class SigningKeys(Database database, Sealing sealing, TimeProvider clock) : IDisposable
{
    const string Purpose = "signing-key";

    volatile SigningKeySet current = SigningKeySet.Empty;
    static readonly TimeSpan RefreshPause = TimeSpan.FromSeconds(1);

    string announcedStates = "";
    long refreshedAt;
    CancellationTokenSource changed = new();

    public SigningKey Active => current.Active(clock.GetUtcNow());

    public IReadOnlyList<SigningKey> Published => current.Published(clock.GetUtcNow());

    public SigningKeySet Current => current;

    public SigningKey? Find(string? id) => current.Find(id, clock.GetUtcNow());

    /// <summary>Fires once when keys have come, changed their state or gone.</summary>
    public IChangeToken Changed => new CancellationChangeToken(Volatile.Read(ref changed).Token);

    /// <summary>To be called before the first token is asked for. Makes the first key if there is none.</summary>
    public async Task LoadAsync(CancellationToken stop)
    {
        await RefreshAsync(stop);
        if (current.Newest is not null)
            return;

        var now = clock.GetUtcNow();
        await InsertAsync(SigningKey.Create(generation: 1, createdAt: now, activatesAt: now), stop);
        await RefreshAsync(stop);
    }

    const string ListSql = """
        select key_id, generation, sealed_key, sealed_with, created_at, activates_at
        from signing_keys
        order by generation
        """;

    public async Task RefreshAsync(CancellationToken stop)
    {
        var rows = await database.Instance.ReadAsync(db => db.ListAsync<SigningKeyRow>(ListSql, null, stop), stop);
        var known = current.Keys.ToDictionary(key => key.Id);
        current = new SigningKeySet([.. rows.Select(row => Open(row, known))]);
        AnnounceChanges();
    }

    /// <summary>Looks again, but not more than once a second: who presents unknown key ids must not be able to load the database.</summary>
    public async Task<bool> TryRefreshAsync(CancellationToken stop)
    {
        var now = clock.GetTimestamp();
        var last = Interlocked.Read(ref refreshedAt);
        if (clock.GetElapsedTime(last, now) < RefreshPause || Interlocked.CompareExchange(ref refreshedAt, now, last) != last)
            return false;

        await RefreshAsync(stop);
        return true;
    }

    /// <param name="immediately">Signs with the new key at once, although relying parties may not know it yet.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The key that is, or will be, the active one. A key announced earlier is taken instead of making another.</returns>
    public async Task<SigningKey> RotateAsync(bool immediately, CancellationToken stop)
    {
        await LoadAsync(stop);
        var now = clock.GetUtcNow();
        var newest = current.Newest ?? throw new KeyException("There is no signing key to rotate.");

        if (newest.ActivatesAt > now && immediately)
            await ActivateAsync(newest, now, stop);
        if (newest.ActivatesAt <= now)
            await InsertAsync(
                SigningKey.Create(newest.Generation + 1, now, immediately ? now : now + SigningKeySet.Announcement), stop);

        await RefreshAsync(stop);
        return current.Newest ?? newest;
    }

    public async Task RotateIfDueAsync(CancellationToken stop)
    {
        if (current.IsRotationDue(clock.GetUtcNow()))
            await RotateAsync(immediately: false, stop);
    }

    // Of two processes that make the same generation at once, one wins and both use its key.
    const string InsertSql = """
        insert into signing_keys (key_id, generation, algorithm, sealed_key, sealed_with, created_at, activates_at)
        values (@keyId, @generation, @algorithm, @sealedKey, @sealedWith, @createdAt, @activatesAt)
        on conflict (generation) do nothing
        """;

    Task<int> InsertAsync(SigningKey key, CancellationToken stop) =>
        database.Instance.WriteAsync(
            db => db.ExecuteAsync(
                InsertSql,
                new
                {
                    keyId = key.Id,
                    generation = key.Generation,
                    algorithm = SigningKey.Algorithm,
                    sealedKey = sealing.Seal(key.ExportPrivateKey(), Purpose, key.Id),
                    sealedWith = sealing.KeyId,
                    createdAt = key.CreatedAt,
                    activatesAt = key.ActivatesAt,
                },
                stop),
            stop);

    const string ActivateSql = """
        update signing_keys
        set activates_at = @now
        where key_id = @keyId
          and activates_at > @now
        """;

    Task<int> ActivateAsync(SigningKey key, DateTimeOffset now, CancellationToken stop) =>
        database.Instance.WriteAsync(db => db.ExecuteAsync(ActivateSql, new { keyId = key.Id, now }, stop), stop);

    SigningKey Open(SigningKeyRow row, Dictionary<string, SigningKey> known)
    {
        // Keys are kept across refreshes: the token library caches signature providers by key instance.
        if (known.TryGetValue(row.KeyId, out var key))
            return key with { ActivatesAt = row.ActivatesAt };

        if (row.SealedWith != sealing.KeyId)
            throw new KeyException(
                $"The database's signing key {row.KeyId} was sealed with key {row.SealedWith}, this process has {sealing.KeyId}. "
                + $"Give it the key the database was made with: the file {KeyFile.FileName} in the data directory, or {KeyFile.Variable}.");

        try
        {
            var privateKey = sealing.Open(row.SealedKey, Purpose, row.KeyId);
            return SigningKey.Import(privateKey, row.Generation, row.CreatedAt, row.ActivatesAt);
        }
        catch (CryptographicException e)
        {
            throw new KeyException($"The database's signing key {row.KeyId} was altered: it does not open.", e);
        }
    }

    public void Dispose() => changed.Dispose();

    // Called on every refresh, because states change with the clock although no row does.
    void AnnounceChanges()
    {
        var now = clock.GetUtcNow();
        var states = string.Join(' ', current.Published(now).Select(key => $"{key.Id}={current.StateOf(key, now)}"));
        if (Interlocked.Exchange(ref announcedStates, states) == states)
            return;

        Interlocked.Exchange(ref changed, new CancellationTokenSource()).Cancel();
    }

    sealed record SigningKeyRow
    {
        public required string KeyId { get; init; }
        public required long Generation { get; init; }
        public required byte[] SealedKey { get; init; }
        public required string SealedWith { get; init; }
        public required DateTimeOffset CreatedAt { get; init; }
        public required DateTimeOffset ActivatesAt { get; init; }
    }
}
