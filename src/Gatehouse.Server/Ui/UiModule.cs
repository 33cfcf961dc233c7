namespace Gatehouse.Server.Ui;

/// <summary>
/// Owns what pages are made of: layouts, form and table pieces, the stylesheet, languages, the headers of pages, antiforgery, error pages
/// and the page at the root. Does not own any other page: a feature's pages stand in the feature, beside the endpoints that answer with them.
/// </summary>
static class UiModule
{
    public static void Add(IServiceCollection services, GatehouseOptions options)
    {
        services.AddRazorComponents();
        // It warns that it forbids caching where we have forbidden it already.
        services.AddLogging(static logging => logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error));
        services.AddCascadingValue(_ => options.Pages);
        services.AddAntiforgery(antiforgery =>
        {
            var isHttps = options.PublicUrl.Scheme == Uri.UriSchemeHttps;
            antiforgery.FormFieldName = "form-token";
            antiforgery.HeaderName = null;
            antiforgery.SuppressXFrameOptionsHeader = true;
            antiforgery.Cookie.Name = PageCookies.Name(isHttps, "form");
            antiforgery.Cookie.Path = "/";
            antiforgery.Cookie.SecurePolicy = isHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
            // Strict would withhold it from a page that another site's link or redirect opens, and a second tab would spoil the first.
            antiforgery.Cookie.SameSite = SameSiteMode.Lax;
        });
    }

    /// <summary>Goes before everything whose bare refusals browsers should see as pages.</summary>
    public static void UseErrorPages(WebApplication app) => app.UseMiddleware<ErrorPages>();

    /// <summary>Goes right after routing, so that every answer of a page has its headers.</summary>
    public static void UsePages(WebApplication app) => app.Use(static (http, next) =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<PagePolicy>() is { } policy)
        {
            policy.Apply(http);
            LanguageSelection.Remember(http);
        }

        return next(http);
    });

    /// <summary>Goes after authorization: tokens of forms belong to whoever is signed in.</summary>
    public static void UseForms(WebApplication app)
    {
        app.UseAntiforgery();
        app.Use(FormRules.CheckAsync);
    }

    public static void Map(WebApplication app)
    {
        app.MapAssets();
        app.MapWelcome();
    }
}
