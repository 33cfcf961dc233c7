using Gatehouse.Server.Keys;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Server.Tests.Keys;

public sealed class SigningKeysTests(ServerFixture server) : OAuthTest(server)
{
    SigningKeys Node(TimeProvider? clock = null, Sealing? sealing = null) =>
        new(Database, sealing ?? Services.GetRequiredService<Sealing>(), clock ?? TimeProvider.System);

    [Fact]
    public async Task Nodes_that_rotate_at_the_same_moment_agree_on_one_key()
    {
        using var first = Node();
        using var second = Node();
        await first.LoadAsync(Stop);
        await second.LoadAsync(Stop);
        var before = first.Current.Keys.Count;

        await Task.WhenAll(first.RotateAsync(immediately: true, Stop), second.RotateAsync(immediately: true, Stop));
        await first.RefreshAsync(Stop);
        await second.RefreshAsync(Stop);

        Assert.Equal(first.Active.Id, second.Active.Id);
        Assert.InRange(first.Current.Keys.Count - before, 1, 2);
        Assert.Equal(first.Current.Keys.Select(key => key.Generation).Distinct().Count(), first.Current.Keys.Count);
    }

    [Fact]
    public async Task A_planned_rotation_announces_the_next_key_for_a_day_before_it_signs()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(200));
        using var keys = Node(clock);
        await keys.RotateAsync(immediately: true, Stop);
        var active = keys.Active.Id;

        var next = await keys.RotateAsync(immediately: false, Stop);

        Assert.Equal(active, keys.Active.Id);
        Assert.Contains(keys.Published, key => key.Id == next.Id);
        clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(next.Id, keys.Active.Id);
        Assert.Contains(keys.Published, key => key.Id == active);
    }

    [Fact]
    public async Task Rotating_twice_does_not_pile_up_keys()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(400));
        using var keys = Node(clock);

        var first = await keys.RotateAsync(immediately: false, Stop);
        var second = await keys.RotateAsync(immediately: false, Stop);

        Assert.Equal(first.Id, second.Id);
    }

    [Fact]
    public async Task Listeners_hear_of_a_rotation_and_of_a_state_that_changes_with_the_clock()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(600));
        using var keys = Node(clock);
        await keys.LoadAsync(Stop);

        var rotated = keys.Changed;
        await keys.RotateAsync(immediately: false, Stop);
        Assert.True(rotated.HasChanged);

        var activated = keys.Changed;
        await keys.RefreshAsync(Stop);
        Assert.False(activated.HasChanged);
        clock.Advance(TimeSpan.FromHours(24));
        await keys.RefreshAsync(Stop);
        Assert.True(activated.HasChanged);
    }

    [Fact]
    public async Task A_process_with_another_sealing_key_says_which_key_it_needs()
    {
        using var keys = Node(sealing: new Sealing(Secrets.Bytes(32)));

        var refusal = await Assert.ThrowsAsync<KeyException>(() => keys.LoadAsync(Stop));

        Assert.Contains(Services.GetRequiredService<Sealing>().KeyId, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(KeyFile.Variable, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_database_holds_no_private_key_in_the_open()
    {
        var keys = Services.GetRequiredService<SigningKeys>();
        var rows = await Database.Instance.ReadAsync(
            db => db.ListAsync<byte[]>("select sealed_key from signing_keys order by generation", null, Stop), Stop);

        Assert.NotEmpty(rows);
        foreach (var key in keys.Current.Keys)
            Assert.DoesNotContain(rows, row => row.AsSpan().IndexOf(key.ExportPrivateKey().AsSpan(0, 40)) >= 0);
    }

    [Fact]
    public void The_key_ring_of_the_framework_comes_back_as_it_was_stored()
    {
        var ring = ActivatorUtilities.CreateInstance<ProtectionKeys>(Services);
        var element = new System.Xml.Linq.XElement("key", new System.Xml.Linq.XAttribute("id", Guid.NewGuid()));

        ring.StoreElement(element, "a name");

        Assert.Contains(ring.GetAllElements(), stored => stored.ToString() == element.ToString());
    }
}
