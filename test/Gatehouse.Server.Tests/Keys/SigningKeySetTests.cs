using Gatehouse.Server.Keys;

namespace Gatehouse.Server.Tests.Keys;

public sealed class SigningKeySetTests
{
    static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    static readonly SigningKey First = SigningKey.Create(1, Start, Start);
    static readonly SigningKey Second = SigningKey.Create(2, Start.AddDays(89), Start.AddDays(90));
    static readonly SigningKeySet Keys = new([First, Second]);

    [Theory]
    [InlineData(0, SigningKeyState.Active, SigningKeyState.Next)]
    [InlineData(90 * 24 - 1, SigningKeyState.Active, SigningKeyState.Next)]
    [InlineData(90 * 24, SigningKeyState.Retired, SigningKeyState.Active)]
    [InlineData(91 * 24, SigningKeyState.Retired, SigningKeyState.Active)]
    [InlineData(91 * 24 + 1, SigningKeyState.Gone, SigningKeyState.Active)]
    internal void A_key_goes_from_next_to_active_to_retired_to_gone(int hours, SigningKeyState first, SigningKeyState second)
    {
        var now = Start.AddHours(hours);

        Assert.Equal(first, Keys.StateOf(First, now));
        Assert.Equal(second, Keys.StateOf(Second, now));
        Assert.Equal(first == SigningKeyState.Active ? First.Id : Second.Id, Keys.Active(now).Id);
        Assert.Equal(first != SigningKeyState.Gone, Keys.Published(now).Any(key => key.Id == First.Id));
        Assert.Equal(Keys.Active(now).Id, Keys.Published(now)[0].Id);
    }

    [Fact]
    public void Rotation_is_due_early_enough_to_announce_the_next_key_for_a_day()
    {
        var keys = new SigningKeySet([First]);

        Assert.False(keys.IsRotationDue(Start.AddDays(89).AddSeconds(-1)));
        Assert.True(keys.IsRotationDue(Start.AddDays(89)));
        Assert.False(Keys.IsRotationDue(Start.AddDays(89)));
    }

    [Fact]
    public void A_key_keeps_its_id_through_export_and_import() =>
        Assert.Equal(First.Id, SigningKey.Import(First.ExportPrivateKey(), 1, Start, Start).Id);
}
