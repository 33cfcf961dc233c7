using System.Collections.Concurrent;

using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Clients;

/// <summary>Remembers when credentials were used and writes it down once a minute, so that no request waits for it.</summary>
sealed class CredentialUses(Database database, TimeProvider clock, ILogger<CredentialUses> log) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<(ClientId Client, Guid Credential), DateTimeOffset> noted = new();

    public void Note(ClientId client, Guid credential) => noted[(client, credential)] = clock.GetUtcNow();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await WriteAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; StopAsync writes what is left.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    const string WriteSql = """
        update client_credentials
        set last_used_at = @usedAt
        where organization_id = @organization
          and client_id = @client
          and credential_id = @credential
          and (last_used_at is null or last_used_at < @usedAt)
        """;

    async Task WriteAsync(CancellationToken stop)
    {
        foreach (var (client, credential) in noted.Keys)
        {
            if (!noted.TryRemove((client, credential), out var usedAt))
                continue;

            try
            {
                await database.WriteAsync(
                    client.Organization, db => db.ExecuteAsync(WriteSql, new { client, credential, usedAt }, stop), stop);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Only a time stamp is lost; the next use writes it again.
                log.UseNotWritten(e);
            }
        }
    }
}
