using System.Diagnostics;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>HAProxy in front of several servers, set up as the guide to more than one machine says.</summary>
sealed class LoadBalancer : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly Process process;

    LoadBalancer(Process process, Uri url)
    {
        this.process = process;
        Http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Http { get; }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<LoadBalancer> StartAsync(string folder, params IReadOnlyList<RunningServer> nodes)
    {
        var port = Installation.FreePort();
        var configuration = Path.Combine(folder, "haproxy.cfg");
        var servers = nodes.Select(static (node, i) => $"    server node{i} {node.Url.Authority} check inter 1s fall 2 rise 1");
        await File.WriteAllTextAsync(configuration, $"""
            defaults
                mode http
                timeout connect 2s
                timeout client 60s
                timeout server 60s
                option redispatch
                retries 3
            listen gatehouse
                bind 127.0.0.1:{port}
                option httpchk GET /readyz
                timeout check 5s
            {string.Join('\n', servers)}

            """, Stop);
        var balancer = new LoadBalancer(
            Process.Start(new ProcessStartInfo("haproxy", ["-db", "-q", "-f", configuration])) ?? throw new InvalidOperationException("haproxy did not start."),
            new Uri($"http://127.0.0.1:{port}"));
        await balancer.AnswersAsync();
        return balancer;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    async Task AnswersAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        deadline.CancelAfter(Patience);
        while (true)
        {
            try
            {
                if (await Http.StatusAsync("/readyz") == 200)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(50, deadline.Token);
        }
    }
}
