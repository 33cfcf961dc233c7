using System.Net.Sockets;
using System.Text;

namespace Gatehouse.Server.Tests.Scim;

/// <summary>A request written byte by byte, because HttpClient tidies what attackers do not.</summary>
static class RawRequest
{
    /// <returns>The whole answer as text, with its head; empty when the server only hung up.</returns>
    public static async Task<string> SendAsync(Uri server, string head, Func<Stream, Task>? writeBody = null)
    {
        var stop = TestContext.Current.CancellationToken;
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(server.Host, server.Port, stop);
        await using var stream = tcp.GetStream();
        var answer = ReadAsync(stream, stop);
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(head.ReplaceLineEndings("\r\n")), stop);
            if (writeBody is not null)
                await writeBody(stream);
        }
        catch (IOException)
        {
            // The server need not read to the end what it has refused.
        }

        return await answer;
    }

    public static int StatusOf(string answer) => int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    static async Task<string> ReadAsync(NetworkStream stream, CancellationToken stop)
    {
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, stop);
        }
        catch (IOException)
        {
            // Reset after the answer.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
