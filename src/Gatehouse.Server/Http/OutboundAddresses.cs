using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Server.Http;

/// <summary>
/// Which addresses we connect to on behalf of an organization. The inside of the network we run in is none of them: an address that a tenant
/// chose must not lead to metadata services, databases or other people's administration (S95). Operators name exceptions.
/// </summary>
sealed class OutboundAddresses(IReadOnlyList<IPNetwork> allowed)
{
    // IANA's special-purpose registries, and what translates to or wraps IPv4.
    static readonly IPNetwork[] Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/96", "64:ff9b::/96", "64:ff9b:1::/48",
            "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    public bool IsAllowed(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IsNamed(plain) || !Inside.Any(network => network.Contains(plain));
    }

    /// <summary>Whether the operator named it. Only there may a connection be without TLS.</summary>
    public bool IsNamed(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return allowed.Any(network => network.Contains(plain));
    }

    /// <summary>Resolves a name once, and connects to an address of it that is allowed: what was checked is what is connected to.</summary>
    /// <exception cref="HttpRequestException">None is allowed, or none answers.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var isSecure = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps;
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, stop);
        var usable = found.Where(address => isSecure ? IsAllowed(address) : IsNamed(address)).ToArray();
        if (usable.Length == 0)
            throw new HttpRequestException("The address leads inside a network, or is without TLS; the operator has to allow that (Outbound:AllowedNetworks).");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(usable, context.DnsEndPoint.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
