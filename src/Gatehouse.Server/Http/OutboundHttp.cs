namespace Gatehouse.Server.Http;

/// <summary>
/// The one door for requests to addresses that organizations chose: https, no redirects, no proxy out of the environment, no cookies, small
/// answers, little time, and nowhere inside (S95, S98).
/// </summary>
sealed class OutboundHttp : IDisposable
{
    static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(5);
    static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);
    const int LargestAnswer = 5 * 1024 * 1024;

    readonly SocketsHttpHandler handler;
    readonly HttpClient client;

    public OutboundHttp(OutboundAddresses addresses)
    {
        handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = ConnectTime,
            ConnectCallback = addresses.ConnectAsync,
            // A name that leads elsewhere by now is looked up again.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        };
        client = NewClient();
    }

    /// <summary>For a library that wants a client of its own. It goes through the same door, and may be thrown away.</summary>
    public HttpClient NewClient() => new(handler, disposeHandler: false) { Timeout = AnswerTime, MaxResponseContentBufferSize = LargestAnswer };

    /// <exception cref="HttpRequestException">It is not allowed, or nobody answers.</exception>
    /// <exception cref="TaskCanceledException">It takes too long.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop) => await client.SendAsync(request, stop);

    public void Dispose()
    {
        client.Dispose();
        handler.Dispose();
    }
}
