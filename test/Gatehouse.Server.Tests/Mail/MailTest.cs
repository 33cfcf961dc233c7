using System.Collections.Concurrent;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Keys;
using Gatehouse.Server.Mail;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

using MimeKit;

namespace Gatehouse.Server.Tests.Mail;

/// <summary>
/// Gives each test a database of its own, because delivery looks at the mails of all organizations and the shared servers have theirs
/// delivered; a clock to move; and a mail server that does as it is told.
/// </summary>
public abstract class MailTest : IAsyncLifetime
{
    internal const string Link = "https://id.contoso.example/activate?code=zq7x&next=%2F";

    readonly OAuthServer server;
    readonly DirectoryInfo data = System.IO.Directory.CreateTempSubdirectory("gatehouse-mail-");
    readonly List<Database> databases = [];
    readonly Sealing sealing = new(Secrets.Bytes(Secrets.StrongBytes));
    DatabaseOptions options = null!; // Set, like the next two, before the test runs.

    protected MailTest(OAuthServer server)
    {
        this.server = server;
        Assert.SkipWhen(server.MissingBecause is not null, server.MissingBecause ?? "");
    }

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2027, 3, 1, 8, 0, 0, TimeSpan.Zero));

    internal OrganizationId Organization { get; } = OrganizationId.New(TimeProvider.System);

    internal Database Database { get; private set; } = null!;

    internal Outbox Outbox { get; private set; } = null!;

    internal TestTransport Transport { get; } = new();

    internal TestLog Log { get; } = new();

    public async ValueTask InitializeAsync()
    {
        options = await server.CreateDatabaseAsync(data.FullName);
        new Migrator(options).Prepare();
        Database = OpenDatabase();
        Outbox = NewOutbox();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var database in databases)
            await database.DisposeAsync();
        data.Delete(recursive: true);
    }

    /// <summary>The database as another process opens it.</summary>
    internal Database OpenDatabase()
    {
        var database = options.Open();
        databases.Add(database);
        return database;
    }

    internal Outbox NewOutbox(Sealing? key = null) => new(key ?? sealing, new AuditLog(Clock), Clock);

    internal MailDelivery NewDelivery(IMailTransport? transport = null, Database? database = null, Outbox? outbox = null) =>
        new(database ?? Database, outbox ?? Outbox, transport ?? Transport, new MailOptions { From = EmailAddress.Parse("id@contoso.example") }, Clock, Log);

    internal static OutgoingMail MailTo(string address) =>
        MailTexts.Activation(new(EmailAddress.Parse(address), "Noor", null), "Contoso", new(Link), TimeSpan.FromDays(3));

    internal Task<Guid> AppendAsync(string address, OrganizationId? organization = null) =>
        Database.WriteAsync(organization ?? Organization, db => Outbox.AppendAsync(db, MailTo(address), Stop), Stop);

    internal Task<long> WaitingAsync() => Database.ReadAsync(Organization, static db =>
        db.ScalarAsync<long>("select count(*) from outbox_mails where organization_id = @organization", null, Stop), Stop);

    internal async Task<WaitingMail> WaitingAsync(Guid mail) => Assert.Single(await Database.ReadAsync(Organization, db => db.ListAsync<WaitingMail>("""
        select recipient, subject, due_at, lease_until, attempts, last_error, sealed_bodies
        from outbox_mails
        where organization_id = @organization
          and mail_id = @mail
        """, new { mail }, Stop), Stop));

    internal Task<IReadOnlyList<StoredAuditEvent>> EventsAsync() =>
        Database.ReadAsync(Organization, db => new AuditLog(Clock).ListAsync(db, null, 100, Stop), Stop);
}

sealed class WaitingMail
{
    public required string Recipient { get; init; }

    public required string Subject { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public required DateTimeOffset LeaseUntil { get; init; }

    public required long Attempts { get; init; }

    public string? LastError { get; init; }

    public required byte[] SealedBodies { get; init; }
}

/// <summary>Keeps what it is given, unless it is told to do something else.</summary>
sealed class TestTransport : IMailTransport
{
    readonly ConcurrentQueue<(string Recipient, string MessageId)> sent = new();

    public Func<string, CancellationToken, Task>? Before { get; set; }

    public IReadOnlyList<string> Recipients => [.. sent.Select(static one => one.Recipient)];

    public IReadOnlyList<string> MessageIds => [.. sent.Select(static one => one.MessageId)];

    public async Task SendAsync(MimeMessage message, CancellationToken stop)
    {
        var recipient = message.To.Mailboxes.Single().Address;
        if (Before is { } before)
            await before(recipient, stop);
        sent.Enqueue((recipient, message.MessageId ?? ""));
    }
}

/// <summary>Keeps what is logged, exceptions included.</summary>
sealed class TestLog : ILogger<MailDelivery>
{
    readonly ConcurrentQueue<(int Id, string Line)> lines = new();

    public IReadOnlyList<int> Ids => [.. lines.Select(static line => line.Id)];

    public string Everything => string.Join('\n', lines.Select(static line => line.Line));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue((eventId.Id, $"{formatter(state, exception)} {exception}"));
}
