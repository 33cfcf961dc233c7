using System.Diagnostics;

namespace Gatehouse.EndToEnd.Tests.Federation;

/// <summary>HAProxy in front of a server, where TLS ends.</summary>
sealed class TlsFront : IAsyncDisposable
{
    const string Executable = "/usr/sbin/haproxy";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly TestAuthority authority = new();
    readonly Process process;

    TlsFront(int port, Uri server)
    {
        var folder = Path.GetDirectoryName(authority.Certificate)!; // It is in a folder of its own.
        var (pair, configuration) = (Path.Combine(folder, "pair.pem"), Path.Combine(folder, "haproxy.cfg"));
        File.WriteAllText(pair, File.ReadAllText(authority.Certificate) + "\n" + File.ReadAllText(authority.Key));
        File.WriteAllText(configuration, $"""
            defaults
                mode http
                timeout connect 2s
                timeout client 60s
                timeout server 60s
            listen gatehouse
                bind 127.0.0.1:{port} ssl crt {pair}
                server node {server.Authority}

            """);
        process = Process.Start(new ProcessStartInfo(Executable, ["-db", "-q", "-f", configuration]))
            ?? throw new InvalidOperationException("haproxy did not start.");
    }

    public static string? MissingBecause { get; } = File.Exists(Executable) ? null : $"{Executable} is not installed";

    /// <summary>A file: who trusts it trusts this front.</summary>
    public string Authority => authority.Authority;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<TlsFront> StartAsync(int port, Uri server)
    {
        var front = new TlsFront(port, server);
        var since = Stopwatch.GetTimestamp();
        while (!await ListensAsync(port))
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience && !front.process.HasExited, "haproxy does not listen.");
            await Task.Delay(20, Stop);
        }

        return front;
    }

    static async Task<bool> ListensAsync(int port)
    {
        using var client = new System.Net.Sockets.TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, Stop);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        authority.Dispose();
    }
}
