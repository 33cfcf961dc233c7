using System.Net;
using System.Text.RegularExpressions;

namespace Gatehouse.Server.Tests.SignIn;

/// <summary>An answer to a person: a page, or where to go.</summary>
sealed record Page(int Status, string? Location, string Html, IReadOnlyList<string> Cookies);

/// <summary>
/// What a browser does with pages that have no script: keeps cookies, goes where it is sent, fills in forms. Cookies are kept here, because
/// the server's public URL is https and the test speaks to it as its proxy would.
/// </summary>
sealed partial class PageClient(HttpClient http)
{
    readonly Dictionary<string, string> cookies = [];
    string html = "";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public IReadOnlyDictionary<string, string> Cookies => cookies;

    public void Forget(string cookie) => cookies.Remove(cookie);

    public void Set(string cookie, string value) => cookies[cookie] = value;

    /// <summary>Opens a page, and goes where it leads within the server.</summary>
    public Task<Page> OpenAsync(string path) => FollowAsync(HttpMethod.Get, path, null);

    /// <summary>Opens a page and stays there, whatever it says.</summary>
    public Task<Page> LookAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Sends the form of the page that was opened last, and goes where the answer leads.</summary>
    public Task<Page> SubmitAsync(string path, params (string Name, string Value)[] fields) => FollowAsync(HttpMethod.Post, path, WithToken(fields));

    public Task<Page> PostAsync(string path, params (string Name, string Value)[] fields) => SendAsync(HttpMethod.Post, path, WithToken(fields));

    /// <summary>Sends a file with the form of the page that was opened last.</summary>
    public async Task<Page> UploadAsync(string path, string field, string fileName, byte[] file)
    {
        using var content = new MultipartFormDataContent { { new StringContent(Token), "form-token" }, { new ByteArrayContent(file), field, fileName } };
        return await SendContentAsync(HttpMethod.Post, path, content);
    }

    string Token => TokenPattern().Match(html).Groups[1].Value;

    IEnumerable<KeyValuePair<string, string>> WithToken((string Name, string Value)[] fields) =>
        fields.Select(static field => KeyValuePair.Create(field.Name, field.Value)).Append(KeyValuePair.Create("form-token", Token));

    async Task<Page> FollowAsync(HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>>? form)
    {
        var page = await SendAsync(method, path, form);
        for (var hops = 0; page.Location is ['/', ..] && hops < 10; hops++)
            page = await SendAsync(HttpMethod.Get, page.Location, null);
        return page;
    }

    async Task<Page> SendAsync(HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>>? form)
    {
        using var content = form is null ? null : new FormUrlEncodedContent(form);
        return await SendContentAsync(method, path, content);
    }

    async Task<Page> SendContentAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.UserAgent.ParseAdd("PageClient/1.0");
        if (cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", cookies.Select(static one => $"{one.Key}={one.Value}")));
        using var response = await http.SendAsync(request, Stop);
        var set = response.Headers.TryGetValues("Set-Cookie", out var values) ? values.ToList() : [];
        foreach (var cookie in set)
        {
            var (name, value) = (cookie[..cookie.IndexOf('=', StringComparison.Ordinal)], cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..cookie.IndexOf(';', StringComparison.Ordinal)]);
            if (value.Length == 0)
                cookies.Remove(name);
            else
                cookies[name] = value;
        }

        var text = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Stop));
        if (response.Content.Headers.ContentType?.MediaType == "text/html")
            html = text;
        return new((int)response.StatusCode, response.Headers.Location?.OriginalString, text, set);
    }

    [GeneratedRegex("name=\"form-token\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();
}
