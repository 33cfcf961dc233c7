using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

using Gatehouse.Server.Storage;

using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Gatehouse.Server.Keys;

/// <summary>The protection_keys table: ASP.NET Core's key ring for cookies and antiforgery, sealed, so that no node needs a disk.</summary>
sealed class ProtectionKeys(Database database, Sealing sealing, TimeProvider clock) : IXmlRepository
{
    const string Purpose = "protection-key";

    const string ListSql = """
        select key_id, sealed_key, sealed_with
        from protection_keys
        order by created_at, key_id
        """;

    // The interface is synchronous; it is called on start and once in a rotation, never by a request.
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var rows = database.Instance
            .ReadAsync(db => db.ListAsync<ProtectionKeyRow>(ListSql, null, CancellationToken.None), CancellationToken.None)
            .GetAwaiter().GetResult();
        return [.. rows.Select(Open)];
    }

    const string InsertSql = """
        insert into protection_keys (key_id, sealed_key, sealed_with, created_at)
        values (@keyId, @sealedKey, @sealedWith, @now)
        """;

    public void StoreElement(XElement element, string friendlyName)
    {
        var keyId = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        var row = new
        {
            keyId,
            sealedKey = sealing.Seal(Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)), Purpose, keyId),
            sealedWith = sealing.KeyId,
            now = clock.GetUtcNow(),
        };
        database.Instance
            .WriteAsync(db => db.ExecuteAsync(InsertSql, row, CancellationToken.None), CancellationToken.None)
            .GetAwaiter().GetResult();
    }

    XElement Open(ProtectionKeyRow row)
    {
        try
        {
            return XElement.Parse(Encoding.UTF8.GetString(sealing.Open(row.SealedKey, Purpose, row.KeyId)));
        }
        catch (CryptographicException e)
        {
            throw new KeyException($"The database's protection key {row.KeyId}, sealed with {row.SealedWith}, does not open.", e);
        }
    }

    sealed record ProtectionKeyRow
    {
        public required string KeyId { get; init; }
        public required byte[] SealedKey { get; init; }
        public required string SealedWith { get; init; }
    }
}
