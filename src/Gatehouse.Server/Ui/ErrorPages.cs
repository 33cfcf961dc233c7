using Microsoft.AspNetCore.Http.HttpResults;

namespace Gatehouse.Server.Ui;

/// <summary>Gives browsers a page in words where others get a bare status. Protocols keep the bodies that their standards define.</summary>
sealed class ErrorPages(RequestDelegate next, TimeProvider clock, ILogger<ErrorPages> log)
{
    const string RequestIdHeader = "X-Request-Id";

    static readonly string[] Protocols = ["/scim", "/oauth", "/oidc", "/.well-known", "/api"];

    public async Task InvokeAsync(HttpContext http)
    {
        if (!WantsPage(http.Request))
        {
            await next(http);
            return;
        }

        var requestId = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        http.Features.Set(new PageRequest(requestId));
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            await ShowAgainAsync(http, bad.StatusCode);
            return;
        }
        catch (Exception problem) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            log.Failed(problem, requestId);
            await ShowAgainAsync(http, StatusCodes.Status500InternalServerError);
            return;
        }

        if (IsBare(http.Response))
            await ShowAsync(http, http.Response.StatusCode, language => ErrorTexts.For(language, http.Response.StatusCode));
    }

    /// <summary>Answers with a page of these words.</summary>
    public static Task ShowAsync(HttpContext http, int status, Func<Language, ErrorTexts> texts)
    {
        var requestId = http.Features.Get<PageRequest>()?.Id;
        var language = LanguageSelection.Of(http);
        LanguageSelection.Remember(http);
        PagePolicy.Default.Apply(http);
        if (requestId is not null)
            http.Response.Headers[RequestIdHeader] = requestId;

        return new RazorComponentResult<ErrorPage>(new { Language = language, Texts = texts(language), RequestId = requestId })
        {
            StatusCode = status,
        }.ExecuteAsync(http);
    }

    // What the failed page had begun to render in the request's own scope cannot be rendered there a second time.
    static async Task ShowAgainAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.Remove("Set-Cookie");
        http.Response.Headers.Remove("Location");
        http.Response.ContentType = null;
        http.Response.ContentLength = null;
        await using var scope = http.RequestServices.CreateAsyncScope();
        var services = http.RequestServices;
        http.RequestServices = scope.ServiceProvider;
        try
        {
            await ShowAsync(http, status, language => ErrorTexts.For(language, status));
        }
        finally
        {
            http.RequestServices = services;
        }
    }

    static bool WantsPage(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(static range => range.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase))
        && !Array.Exists(Protocols, protocol => request.Path.StartsWithSegments(protocol));

    static bool IsBare(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= 400 and not StatusCodes.Status499ClientClosedRequest, ContentType: null, ContentLength: null };
}

/// <summary>The id by which a reader and the log speak of the same request.</summary>
sealed record PageRequest(string Id);

static partial class UiLog
{
    [LoggerMessage(1401, LogLevel.Error, "Page request {RequestId} failed")]
    public static partial void Failed(this ILogger log, Exception cause, string requestId);
}
