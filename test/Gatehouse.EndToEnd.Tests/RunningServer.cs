namespace Gatehouse.EndToEnd.Tests;

/// <summary>A server that was started by its command.</summary>
sealed class RunningServer(GatehouseProcess process, Uri url) : IAsyncDisposable
{
    public GatehouseProcess Process { get; } = process;

    public Uri Url { get; } = url;

    public HttpClient Http { get; } = new() { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Process.DisposeAsync();
    }
}
