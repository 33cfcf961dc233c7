using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.Server.Tests.Federation;

/// <summary>A name server that knows the TXT records that a test gives it (RFC 1035 §4).</summary>
sealed class NameServer : IDisposable
{
    const int HeaderLength = 12;
    const int TxtType = 16;

    readonly UdpClient udp = new(new IPEndPoint(IPAddress.Loopback, 0));

    public NameServer() => _ = AnswerAllAsync();

    public IPEndPoint EndPoint => (IPEndPoint)udp.Client.LocalEndPoint!;

    /// <summary>Texts by name.</summary>
    public ConcurrentDictionary<string, string> Records { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it answers that it failed.</summary>
    public bool Fails { get; set; }

    public void Dispose() => udp.Dispose();

    async Task AnswerAllAsync()
    {
        try
        {
            while (true)
            {
                var asked = await udp.ReceiveAsync();
                await udp.SendAsync(Answer(asked.Buffer), asked.RemoteEndPoint);
            }
        }
        catch (Exception ended) when (ended is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    byte[] Answer(byte[] question)
    {
        var (name, end) = NameOf(question);
        var text = Records.GetValueOrDefault(name);
        using var answer = new MemoryStream();
        answer.Write(question, 0, end + 4);
        if (text is not null && !Fails)
        {
            var octets = Encoding.ASCII.GetBytes(text);
            answer.Write([0xC0, HeaderLength, 0, TxtType, 0, 1, 0, 0, 0, 1, 0, (byte)(octets.Length + 1), (byte)octets.Length]);
            answer.Write(octets);
        }

        var message = answer.ToArray();
        message[2] = 0x84; // An answer, and with authority.
        message[3] = (byte)(Fails ? 2 : text is null ? 3 : 0);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), (ushort)(text is null || Fails ? 0 : 1));
        message.AsSpan(8, 4).Clear();
        return message;
    }

    static (string Name, int End) NameOf(byte[] message)
    {
        var labels = new List<string>();
        var at = HeaderLength;
        for (; message[at] > 0; at += message[at] + 1)
            labels.Add(Encoding.ASCII.GetString(message, at + 1, message[at]));
        return (string.Join('.', labels), at + 1);
    }
}
