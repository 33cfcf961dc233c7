using Gatehouse.Server.Keys;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Server.Tests.Keys;

public abstract class SigningKeysTests : IAsyncLifetime
{
    readonly OAuthServer server;
    readonly DirectoryInfo data = System.IO.Directory.CreateTempSubdirectory("gatehouse-keys-");
    readonly Sealing sealing = new(Secrets.Bytes(32));
    Database? database;

    protected SigningKeysTests(OAuthServer server)
    {
        this.server = server;
        Assert.SkipWhen(server.MissingBecause is not null, server.MissingBecause ?? "");
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    Database Database => database ?? throw new InvalidOperationException("There is no database yet.");

    // These tests move through months: each has a database of its own.
    public async ValueTask InitializeAsync()
    {
        var options = await server.CreateDatabaseAsync(data.FullName);
        new Migrator(options).Prepare();
        database = options.Open();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (database is not null)
            await database.DisposeAsync();
        data.Delete(recursive: true);
    }

    SigningKeys Node(TimeProvider? clock = null, Sealing? other = null) => new(Database, other ?? sealing, clock ?? TimeProvider.System);

    [Fact]
    public async Task Nodes_that_start_at_the_same_moment_agree_on_one_key()
    {
        var nodes = Enumerable.Range(0, 8).Select(_ => Node()).ToList();

        await Task.WhenAll(nodes.Select(node => node.LoadAsync(Stop)));

        Assert.Single(nodes.Select(node => node.Active.Id).Distinct());
        nodes.ForEach(node => node.Dispose());
    }

    [Fact]
    public async Task A_key_is_rotated_by_itself_after_ninety_days()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var keys = Node(clock);
        await keys.LoadAsync(Stop);
        var first = keys.Active.Id;

        clock.Advance(TimeSpan.FromDays(88));
        await keys.RotateIfDueAsync(Stop);
        Assert.Single(keys.Published);
        clock.Advance(TimeSpan.FromDays(1));
        await keys.RotateIfDueAsync(Stop);
        Assert.Equal(first, keys.Active.Id);
        Assert.Equal(2, keys.Published.Count);
        clock.Advance(TimeSpan.FromDays(1));

        Assert.NotEqual(first, keys.Active.Id);
    }

    [Fact]
    public async Task Nodes_that_rotate_at_the_same_moment_agree_on_one_key()
    {
        using var first = Node();
        using var second = Node();
        await first.LoadAsync(Stop);
        await second.LoadAsync(Stop);

        await Task.WhenAll(first.RotateAsync(immediately: true, Stop), second.RotateAsync(immediately: true, Stop));
        await first.RefreshAsync(Stop);
        await second.RefreshAsync(Stop);

        Assert.Equal(first.Active.Id, second.Active.Id);
        Assert.InRange(first.Current.Keys.Count, 2, 3);
    }

    [Fact]
    public async Task A_planned_rotation_announces_the_next_key_for_a_day_before_it_signs()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
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
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var keys = Node(clock);

        var first = await keys.RotateAsync(immediately: false, Stop);
        var second = await keys.RotateAsync(immediately: false, Stop);

        Assert.Equal(first.Id, second.Id);
    }

    [Fact]
    public async Task Listeners_hear_of_a_rotation_and_of_a_state_that_changes_with_the_clock()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
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
        using var made = Node();
        await made.LoadAsync(Stop);
        using var keys = Node(other: new Sealing(Secrets.Bytes(32)));

        var refusal = await Assert.ThrowsAsync<KeyException>(() => keys.LoadAsync(Stop));

        Assert.Contains(sealing.KeyId, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(KeyFile.Variable, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_database_holds_no_private_key_in_the_open()
    {
        using var keys = Node();
        await keys.LoadAsync(Stop);
        var rows = await Database.Instance.ReadAsync(
            db => db.ListAsync<byte[]>("select sealed_key from signing_keys order by generation", null, Stop), Stop);

        Assert.NotEmpty(rows);
        foreach (var key in keys.Current.Keys)
            Assert.DoesNotContain(rows, row => row.AsSpan().IndexOf(key.ExportPrivateKey().AsSpan(0, 40)) >= 0);
    }

    [Fact]
    public async Task A_sealed_key_moved_to_another_row_does_not_open()
    {
        using var keys = Node();
        await keys.RotateAsync(immediately: true, Stop);
        await Database.Instance.WriteAsync(
            db => db.ExecuteAsync(
                "update signing_keys set sealed_key = (select sealed_key from signing_keys where generation = 1) where generation = 2", null, Stop),
            Stop);
        using var restarted = Node();

        var refusal = await Assert.ThrowsAsync<KeyException>(() => restarted.LoadAsync(Stop));

        Assert.Contains("altered", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_ring_of_the_framework_comes_back_as_it_was_stored()
    {
        var ring = new ProtectionKeys(Database, sealing, TimeProvider.System);
        var element = new System.Xml.Linq.XElement("key", new System.Xml.Linq.XAttribute("id", Guid.NewGuid()));

        ring.StoreElement(element, "a name");

        Assert.Contains(ring.GetAllElements(), stored => stored.ToString() == element.ToString());
    }
}

public sealed class SigningKeysOnSqlite(SqliteServer server) : SigningKeysTests(server);

public sealed class SigningKeysOnPostgreSql(PostgreSqlServer server) : SigningKeysTests(server);
