namespace Gatehouse.Server.Ui;

/// <summary>Which language a reader gets: the one in the address, else the one chosen before, else the browser's first that we speak.</summary>
static class LanguageSelection
{
    public const string Parameter = "lang";

    static readonly TimeSpan Memory = TimeSpan.FromDays(365);

    public static Language Of(HttpContext http) =>
        Named(http) ?? Language.Find(http.Request.Cookies[CookieName(http)]) ?? Preferred(http.Request) ?? Language.English;

    /// <summary>Keeps the choice that the address names, so that the next page need not name it.</summary>
    public static void Remember(HttpContext http)
    {
        if (Named(http) is { } language)
            http.Response.Cookies.Append(CookieName(http), language.Code, PageCookies.Options(http, Memory));
    }

    /// <summary>A link to this page in another language. Without the path: one such as //elsewhere.example would be an address elsewhere.</summary>
    public static string Link(HttpRequest request, Language language)
    {
        var others = request.Query
            .Where(static pair => !pair.Key.Equals(Parameter, StringComparison.OrdinalIgnoreCase))
            .SelectMany(static pair => pair.Value, static (pair, value) => KeyValuePair.Create(pair.Key, value));
        return QueryString.Create(others).Add(Parameter, language.Code).ToUriComponent();
    }

    static Language? Named(HttpContext http) => Language.Find(http.Request.Query[Parameter]);

    static string CookieName(HttpContext http) => PageCookies.Name(http, "lang");

    // RFC 9110 §12.5.4: "de-AT" is served with "de"; weight 0 means never.
    static Language? Preferred(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .Where(static range => range.Quality is not 0)
        .OrderByDescending(static range => range.Quality ?? 1)
        .Select(static range => Language.Find(range.Value.Value?.Split('-')[0]))
        .FirstOrDefault(static language => language is not null);
}
