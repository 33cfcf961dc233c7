using System.Net.Sockets;
using System.Text;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>SIGTERM: what was begun is finished, what waits is written, and the end is a good one (L15).</summary>
public abstract class ShutdownTests(bool onPostgreSql) : IAsyncLifetime
{
    const int Reads = 20;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    Installation installation = null!; // Set before the test runs.

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => installation = await Installation.CreateAsync(onPostgreSql);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return installation.DisposeAsync();
    }

    [Fact]
    public async Task Requests_in_flight_are_finished_log_rows_are_written_and_the_status_is_0()
    {
        await using var server = await installation.ServeAsync();
        await server.Http.SignInAsync(await installation.CreateClientAsync());
        using var slow = await BeginAsync(server, Provisioning.UserJson("ann"));
        for (var i = 0; i < Reads; i++)
            Assert.Equal(404, await server.Http.StatusAsync("/scim/v2/Users/none"));

        await server.Process.TerminateAsync();
        await UntilAsync(async () => !await ListensAsync(server.Url));
        Assert.StartsWith("HTTP/1.1 201", await FinishAsync(slow, Provisioning.UserJson("ann")), StringComparison.Ordinal);

        Assert.Equal((0, ""), (await server.Process.EndsAsync(), server.Process.Error));
        Assert.Equal(1, await installation.CountAsync("users"));
        Assert.Equal(1, await installation.CountAsync("audit_events where action = 'user.created'"));
        Assert.Equal(1, await installation.CountAsync("scim_requests where status = 201"));
        Assert.Equal(Reads, await installation.CountAsync("scim_requests where status = 404"));
        Assert.Equal(1, await installation.CountAsync("client_credentials where last_used_at is not null"));
    }

    // Sends the head of a request and waits until the server asks for the body, which it does when the request is being worked on.
    static async Task<TcpClient> BeginAsync(RunningServer server, string body)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(server.Url.Host, server.Url.Port, Stop);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"""
            POST /scim/v2/Users HTTP/1.1
            Host: {server.Url.Authority}
            Authorization: {server.Http.DefaultRequestHeaders.Authorization}
            Content-Type: application/scim+json
            Content-Length: {body.Length}
            Expect: 100-continue
            Connection: close


            """.ReplaceLineEndings("\r\n")), Stop);

        const string Continue = "HTTP/1.1 100 Continue\r\n\r\n";
        var answer = new byte[Continue.Length];
        await tcp.GetStream().ReadExactlyAsync(answer, Stop);
        Assert.Equal(Continue, Encoding.ASCII.GetString(answer));
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(body[..10]), Stop);
        return tcp;
    }

    static async Task<string> FinishAsync(TcpClient tcp, string body)
    {
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(body[10..]), Stop);
        using var answer = new StreamReader(tcp.GetStream());
        return await answer.ReadToEndAsync(Stop);
    }

    static async Task<bool> ListensAsync(Uri url)
    {
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(url.Host, url.Port, Stop);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        deadline.CancelAfter(Patience);
        while (!await condition())
            await Task.Delay(20, deadline.Token);
    }
}

public sealed class ShutdownOnSqlite() : ShutdownTests(onPostgreSql: false);

public sealed class ShutdownOnPostgreSql() : ShutdownTests(onPostgreSql: true);
