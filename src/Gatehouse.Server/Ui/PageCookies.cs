namespace Gatehouse.Server.Ui;

/// <summary>Names and flags that every cookie of ours has (S84).</summary>
static class PageCookies
{
    /// <summary>Behind https the browser itself keeps other hosts and paths from setting the cookie; http has no such prefix.</summary>
    public static string Name(bool isHttps, string name) => isHttps ? $"__Host-{name}" : name;

    public static string Name(HttpContext http, string name) => Name(http.Request.IsHttps, name);

    /// <param name="http">The request.</param>
    /// <param name="maxAge">How long browsers keep it; null for as long as they run.</param>
    /// <param name="isForForeignPosts">Whether it has to come along when a form of another site is posted here. Browsers do that over TLS only.</param>
    public static CookieOptions Options(HttpContext http, TimeSpan? maxAge = null, bool isForForeignPosts = false) => new()
    {
        Path = "/",
        HttpOnly = true,
        Secure = http.Request.IsHttps,
        SameSite = isForForeignPosts && http.Request.IsHttps ? SameSiteMode.None : SameSiteMode.Lax,
        MaxAge = maxAge,
    };
}
