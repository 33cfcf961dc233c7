using System.Buffers.Text;
using System.Security.Cryptography;

using Gatehouse.Server.Keys;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Clients;

/// <summary>
/// Opaque bearer tokens for provisioning clients that cannot do OAuth: <c>ghtok_</c>, then organization, client, credential and 256 random
/// bits, then a checksum, so that a secret scanner can tell a real one from a look-alike. Only their SHA-256 is stored.
/// </summary>
sealed class LongLivedTokens(Database database, AccessTokens accessTokens, TimeProvider clock)
{
    public const string Prefix = "ghtok_";

    /// <summary>One year, unless the command says otherwise, which is also the longest.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(365);
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(366);

    const int IdBytes = 16;
    const int ChecksumBytes = 4;
    const int Length = (3 * IdBytes) + Secrets.StrongBytes + ChecksumBytes;

    public static bool HasForm(string token) => token.StartsWith(Prefix, StringComparison.Ordinal);

    public static string Create(ClientId client, Guid credential)
    {
        var bytes = new byte[Length];
        client.Organization.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        client.Value.TryWriteBytes(bytes.AsSpan(IdBytes), bigEndian: true, out _);
        credential.TryWriteBytes(bytes.AsSpan(2 * IdBytes), bigEndian: true, out _);
        Secrets.Bytes(Secrets.StrongBytes).CopyTo(bytes.AsSpan(3 * IdBytes));
        Checksum(bytes.AsSpan(0, Length - ChecksumBytes)).CopyTo(bytes.AsSpan(Length - ChecksumBytes));
        return Prefix + Base64Url.EncodeToString(bytes);
    }

    const string FindSql = """
        select c.name, c.scopes, k.hash, k.created_at, k.expires_at
        from client_credentials k
        join clients c on c.organization_id = k.organization_id and c.client_id = k.client_id
        where k.organization_id = @organization
          and k.client_id = @client
          and k.credential_id = @credential
          and k.kind = 'bearer_token'
          and k.revoked_at is null
        """;

    /// <returns>Null when nobody was given this token, or it has expired or was revoked.</returns>
    public async Task<AccessToken?> VerifyAsync(string token, CancellationToken stop)
    {
        if (!TryRead(token, out var client, out var credential))
            return null;

        var row = await database.ReadAsync(client.Organization, db => db.FindAsync<Row>(FindSql, new { client, credential }, stop), stop);
        if (row is null || row.ExpiresAt <= clock.GetUtcNow() || !Secrets.Matches(row.Hash, Secrets.Hash(token)))
            return null;

        var scopes = row.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        return new AccessToken
        {
            Caller = new(client.Organization, client, row.Name, scopes),
            Audience = accessTokens.ScimAudience,
            IssuedAt = row.CreatedAt,
            ExpiresAt = row.ExpiresAt,
            Id = credential.ToString("N"),
            IsLongLived = true,
        };
    }

    static bool TryRead(string token, out ClientId client, out Guid credential)
    {
        client = default;
        credential = default;
        Span<byte> bytes = stackalloc byte[Length];
        var text = token.AsSpan(Prefix.Length);
        if (text.Length != Base64Url.GetEncodedLength(Length) || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != Length)
            return false;

        if (!Checksum(bytes[..^ChecksumBytes]).SequenceEqual(bytes[^ChecksumBytes..]))
            return false;

        client = new(new OrganizationId(new Guid(bytes[..IdBytes], bigEndian: true)), new Guid(bytes[IdBytes..(2 * IdBytes)], bigEndian: true));
        credential = new Guid(bytes[(2 * IdBytes)..(3 * IdBytes)], bigEndian: true);
        return true;
    }

    static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> bytes) => SHA256.HashData(bytes).AsSpan(0, ChecksumBytes);

    sealed class Row
    {
        public required string Name { get; init; }

        public required string Scopes { get; init; }

        public required byte[] Hash { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public required DateTimeOffset ExpiresAt { get; init; }
    }
}
