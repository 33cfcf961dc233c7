using System.Net;

using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Ui;

/// <summary>Asks for pages as a browser does.</summary>
public abstract class PageTest(PageServer server)
{
    protected const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal OAuthServer Server => server;

    internal HttpClient Http => server.Http;

    internal Task<PageAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, headers);

    internal async Task<PageAnswer> SendAsync(
        HttpMethod method, string path, (string Name, string Value)[] headers, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Accept", Browser);
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            if (value.Length > 0)
                request.Headers.Add(name, value);
        }

        if (method == HttpMethod.Post)
            request.Content = new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await Http.SendAsync(request, Stop);
        return await PageAnswer.ReadAsync(answer, Stop);
    }
}

/// <summary>An answer with its text as a reader sees it.</summary>
sealed record PageAnswer(int Status, string Html, Dictionary<string, string[]> Headers)
{
    public string Text => WebUtility.HtmlDecode(Html);

    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? Assert.Single(values) : null;

    public static async Task<PageAnswer> ReadAsync(HttpResponseMessage answer, CancellationToken stop) => new(
        (int)answer.StatusCode,
        await answer.Content.ReadAsStringAsync(stop),
        answer.Headers.Concat(answer.Content.Headers).ToDictionary(
            static header => header.Key, static header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase));
}
