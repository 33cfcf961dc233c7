using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Gatehouse.Scim.Tests.Client;

/// <summary>Another side that answers what the test says and remembers what it was asked.</summary>
sealed class RecordedHandler(Func<int, (HttpStatusCode Status, string Body)> answer) : HttpMessageHandler
{
    readonly List<Exchange> seen = [];

    public IReadOnlyList<Exchange> Seen => seen;

    public string? ETag { get; init; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        seen.Add(new(request.Method.Method, request.RequestUri?.PathAndQuery ?? "", body, request.Headers, request.Content?.Headers.ContentType?.ToString()));
        var (status, text) = answer(seen.Count);
        var response = new HttpResponseMessage(status) { Content = new StringContent(text, Encoding.UTF8, "application/scim+json") };
        if (ETag is not null)
            response.Headers.TryAddWithoutValidation("ETag", ETag);
        return response;
    }

    internal sealed record Exchange(string Method, string Path, string? Body, HttpRequestHeaders Headers, string? ContentType)
    {
        public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
    }
}
