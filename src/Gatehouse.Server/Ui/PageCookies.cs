namespace Gatehouse.Server.Ui;

/// <summary>Names and flags that every cookie of ours has (S84).</summary>
static class PageCookies
{
    /// <summary>Behind https the browser itself keeps other hosts and paths from setting the cookie; http has no such prefix.</summary>
    public static string Name(bool isHttps, string name) => isHttps ? $"__Host-{name}" : name;

    public static string Name(HttpContext http, string name) => Name(http.Request.IsHttps, name);

    public static CookieOptions Options(HttpContext http, TimeSpan? maxAge = null) => new()
    {
        Path = "/",
        HttpOnly = true,
        Secure = http.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        MaxAge = maxAge,
    };
}
