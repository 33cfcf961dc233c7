using System.Text;

using CsCheck;

using Gatehouse.Saml.Validation;

namespace Gatehouse.Saml.Tests;

/// <summary>No change of a signed response is ever accepted with other claims, and no input whatever ends in anything but a refusal.</summary>
public sealed class MutationTests : IDisposable
{
    readonly Idp idp = new();

    public void Dispose() => idp.Dispose();

    [Theory]
    [InlineData(Signs.Assertion)]
    [InlineData(Signs.Response)]
    [InlineData(Signs.Both)]
    public void A_changed_response_says_the_same_or_is_refused(Signs signs)
    {
        var genuine = Idp.Bytes(idp.Response(signs));
        var said = Said(ResponseValidator.Validate(genuine, idp.Trusted, Idp.Expected));
        var change =
            from kind in Gen.Int[0, 4]
            from at in Gen.Int[0, genuine.Length - 1]
            from length in Gen.Int[1, 40]
            from other in Gen.Int[0, genuine.Length - 1]
            from value in Gen.Byte
            select (kind, at, length, other, value);

        change.Sample(one =>
        {
            try
            {
                return Said(ResponseValidator.Validate(Changed(genuine, one), idp.Trusted, Idp.Expected)) == said;
            }
            catch (SamlException)
            {
                return true;
            }
        }, iter: 400);
    }

    static string Said(ValidatedAssertion assertion) => string.Join('|', [
        assertion.Id, assertion.Issuer, assertion.NameId, assertion.NameIdFormat, assertion.SessionIndex, assertion.AuthenticatedAt.ToString("O"),
        assertion.UsableUntil.ToString("O"), .. assertion.Attributes.Select(static one => $"{one.Key}={string.Join(',', one.Value)}"),
    ]);

    static byte[] Changed(byte[] genuine, (int Kind, int At, int Length, int Other, byte Value) one)
    {
        var end = Math.Min(one.At + one.Length, genuine.Length);
        var piece = genuine[one.At..end];
        return one.Kind switch
        {
            0 => [.. genuine[..one.At], one.Value, .. genuine[(one.At + 1)..]],
            1 => [.. genuine[..one.At], .. genuine[end..]],
            2 => [.. genuine[..one.Other], .. piece, .. genuine[one.Other..]],
            3 => [.. genuine[..one.At], (byte)' ', .. genuine[one.At..]],
            _ => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(genuine).Replace(Idp.Attacker, Idp.Victim, StringComparison.Ordinal)),
        };
    }

    [Fact]
    public void Any_bytes_are_refused_in_words() => Gen.Byte.Array[0, 400].Sample(bytes =>
    {
        try
        {
            ResponseValidator.Validate(bytes, idp.Trusted, Idp.Expected);
            return false;
        }
        catch (SamlException)
        {
            return true;
        }
    }, iter: 1_000);
}
