using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Server.Tests.SignIn;

/// <summary>An authenticator with one passkey, and the browser around it (WebAuthn §5.1). Does as it is told, also what none would do.</summary>
sealed class SoftAuthenticator : IDisposable
{
    const byte UserPresent = 0x01;
    const byte UserVerified = 0x04;
    const byte WithCredential = 0x40;

    readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly byte[] id = RandomNumberGenerator.GetBytes(32);
    string userHandle = "";

    public string Origin { get; set; } = "https://accounts.contoso.example";

    public string RelyingParty { get; set; } = "accounts.contoso.example";

    public bool VerifiesUsers { get; set; } = true;

    public uint Count { get; set; }

    public void Dispose() => key.Dispose();

    /// <summary>navigator.credentials.create</summary>
    public string Create(string options)
    {
        var question = JsonNode.Parse(options)!;
        userHandle = question["user"]!["id"]!.GetValue<string>();
        var client = ClientData("webauthn.create", question);
        var cbor = new CborWriter();
        cbor.WriteStartMap(3);
        cbor.WriteTextString("fmt");
        cbor.WriteTextString("none");
        cbor.WriteTextString("attStmt");
        cbor.WriteStartMap(0);
        cbor.WriteEndMap();
        cbor.WriteTextString("authData");
        cbor.WriteByteString([.. AuthenticatorData(WithCredential), .. new byte[16], .. LengthOf(id), .. id, .. PublicKey()]);
        cbor.WriteEndMap();
        return Answer(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client), ["attestationObject"] = Base64Url.EncodeToString(cbor.Encode()),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>navigator.credentials.get</summary>
    public string Get(string options)
    {
        var client = ClientData("webauthn.get", JsonNode.Parse(options)!);
        var data = AuthenticatorData(0);
        return Answer(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client), ["authenticatorData"] = Base64Url.EncodeToString(data), ["userHandle"] = userHandle,
            ["signature"] = Base64Url.EncodeToString(key.SignData(
                [.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
        });
    }

    string Answer(JsonObject response) => new JsonObject
    {
        ["id"] = Base64Url.EncodeToString(id), ["rawId"] = Base64Url.EncodeToString(id), ["type"] = "public-key", ["response"] = response,
        ["clientExtensionResults"] = new JsonObject(), ["authenticatorAttachment"] = "platform",
    }.ToJsonString();

    byte[] ClientData(string type, JsonNode question) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
    {
        type, challenge = question["challenge"]!.GetValue<string>(), origin = Origin, crossOrigin = false,
    }));

    byte[] AuthenticatorData(byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(RelyingParty)), (byte)(flags | UserPresent | (VerifiesUsers ? UserVerified : 0)), .. count];
    }

    static byte[] LengthOf(byte[] value) => [(byte)(value.Length >> 8), (byte)value.Length];

    // COSE_Key of an EC2 key for ES256 (RFC 9053 §7.1.1).
    byte[] PublicKey()
    {
        var point = key.ExportParameters(false).Q;
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(5);
        foreach (var (label, value) in (ReadOnlySpan<(int, object)>)[(1, 2), (3, -7), (-1, 1), (-2, point.X!), (-3, point.Y!)])
        {
            cbor.WriteInt32(label);
            if (value is int number)
                cbor.WriteInt32(number);
            else
                cbor.WriteByteString((byte[])value);
        }

        cbor.WriteEndMap();
        return cbor.Encode();
    }
}
