using System.Text.Json;
using System.Text.Json.Nodes;

using Gatehouse.Server.Audit;
using Gatehouse.Server.OAuth.OpenId;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.SignIn.Passkeys;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Portal;

/// <summary>What is kept about a person, for the person (GDPR Article 15). Without secrets, of which hashes and sealed values are kept.</summary>
sealed class OwnData(
    Database database, People people, LocalCredentials credentials, PasskeyRegister passkeys, SignIns signIns, Consents consents, AuditLog audit)
{
    const int MostEvents = 10_000;

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <returns>JSON, UTF-8.</returns>
    public async Task<byte[]> ReadAsync(SignedIn signedIn, CancellationToken stop)
    {
        var person = await people.GetAsync(signedIn, stop);
        var data = await database.ReadAsync(signedIn.Organization, async db => new JsonObject
        {
            ["organization"] = person.Organization,
            ["profile"] = JsonNode.Parse(person.Stored.Resource),
            ["origin"] = person.Stored.Origin,
            ["signInMethods"] = ArrayOf(await credentials.ListAsync(db, signedIn.User, stop), static one => new JsonObject
            {
                ["kind"] = one.Kind, ["createdAt"] = one.CreatedAt, ["lastUsedAt"] = one.LastUsedAt,
            }),
            ["passkeys"] = ArrayOf(await passkeys.ListAsync(db, signedIn.User, stop), static one => new JsonObject
            {
                ["name"] = one.Name, ["createdAt"] = one.CreatedAt, ["lastUsedAt"] = one.LastUsedAt,
            }),
            ["signIns"] = ArrayOf(await signIns.ListAsync(db, signedIn.User, stop), static one => new JsonObject
            {
                ["createdAt"] = one.CreatedAt, ["lastSeenAt"] = one.LastSeenAt, ["sourceAddress"] = one.SourceAddress, ["userAgent"] = one.UserAgent, ["methods"] = one.Methods,
            }),
            ["applications"] = ArrayOf(await consents.ListAsync(db, signedIn.User, stop), static one => new JsonObject
            {
                ["name"] = one.Name, ["consentedScopes"] = one.ConsentedScopes, ["lastUsedAt"] = one.LastUsedAt,
            }),
            ["activity"] = ArrayOf(await audit.ListOfUserAsync(db, signedIn.User.ToString(), null, MostEvents, stop), static one => new JsonObject
            {
                ["at"] = one.OccurredAt, ["action"] = one.Action, ["by"] = one.ActorKind, ["sourceAddress"] = one.SourceAddress,
            }),
        }, stop);
        return JsonSerializer.SerializeToUtf8Bytes(data, Indented);
    }

    static JsonArray ArrayOf<T>(IEnumerable<T> rows, Func<T, JsonNode> write) => new([.. rows.Select(write)]);
}
