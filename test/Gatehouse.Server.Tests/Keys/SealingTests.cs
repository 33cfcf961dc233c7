using System.Security.Cryptography;

using Gatehouse.Server.Keys;

namespace Gatehouse.Server.Tests.Keys;

public sealed class SealingTests
{
    readonly Sealing sealing = new(Secrets.Bytes(32));

    [Fact]
    public void What_was_sealed_opens_for_the_same_purpose_and_record() =>
        Assert.Equal([1, 2, 3], sealing.Open(sealing.Seal([1, 2, 3], "smtp", "7"), "smtp", "7"));

    [Theory]
    [InlineData("smtp", "8")]
    [InlineData("ldap", "7")]
    [InlineData("smtp7", "")]
    public void A_sealed_value_moved_elsewhere_does_not_open(string purpose, string record)
    {
        var sealedValue = sealing.Seal([1, 2, 3], "smtp", "7");

        Assert.ThrowsAny<CryptographicException>(() => sealing.Open(sealedValue, purpose, record));
    }

    [Fact]
    public void Every_changed_byte_and_every_missing_byte_is_noticed()
    {
        var sealedValue = sealing.Seal([1, 2, 3], "smtp", "7");

        for (var i = 0; i < sealedValue.Length; i++)
        {
            var changed = sealedValue.ToArray();
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => sealing.Open(changed, "smtp", "7"));
            Assert.ThrowsAny<CryptographicException>(() => sealing.Open(sealedValue.AsSpan(0, i), "smtp", "7"));
        }
    }

    [Fact]
    public void The_same_value_is_never_sealed_the_same_way_twice() =>
        Assert.NotEqual(sealing.Seal([1], "smtp", "7"), sealing.Seal([1], "smtp", "7"));

    [Fact]
    public void Another_key_has_another_id_and_opens_nothing()
    {
        var other = new Sealing(Secrets.Bytes(32));

        Assert.NotEqual(sealing.KeyId, other.KeyId);
        Assert.ThrowsAny<CryptographicException>(() => other.Open(sealing.Seal([1], "smtp", "7"), "smtp", "7"));
    }

    [Fact]
    public void Keys_derived_for_two_uses_differ_and_stay_the_same_over_restarts()
    {
        var root = Secrets.Bytes(32);

        Assert.Equal(new Sealing(root).Derive("a"), new Sealing(root).Derive("a"));
        Assert.NotEqual(new Sealing(root).Derive("a"), new Sealing(root).Derive("b"));
    }
}
