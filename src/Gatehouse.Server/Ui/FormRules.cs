using Microsoft.AspNetCore.Antiforgery;

namespace Gatehouse.Server.Ui;

/// <summary>Which writes to pages are taken: those of our own forms, with the token that the page was given (S82).</summary>
static class FormRules
{
    public static Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<PagePolicy>() is null || IsRead(http.Request.Method))
            return next(http);

        // The browser says it where the page cannot forge it (Fetch Metadata, §2.3); those that say nothing need the token like all.
        if (http.Request.Headers["Sec-Fetch-Site"] == "cross-site")
            return ErrorPages.ShowAsync(http, StatusCodes.Status403Forbidden, ErrorTexts.ForeignForm);

        return http.Features.Get<IAntiforgeryValidationFeature>() switch
        {
            { IsValid: true } => next(http),
            { Error.InnerException: BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } } =>
                ErrorPages.ShowAsync(http, StatusCodes.Status413PayloadTooLarge, static language => ErrorTexts.For(language, StatusCodes.Status413PayloadTooLarge)),
            _ => ErrorPages.ShowAsync(http, StatusCodes.Status400BadRequest, ErrorTexts.StaleForm),
        };
    }

    static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
}
