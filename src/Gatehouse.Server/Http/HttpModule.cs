using Gatehouse.Server.Storage;

using Microsoft.AspNetCore.Authorization;

namespace Gatehouse.Server.Http;

/// <summary>
/// Owns what every request meets: the web server's limits, security headers, and the health endpoints; and the door for requests of our own
/// to addresses that organizations chose.
/// </summary>
static class HttpModule
{
    const int MaxBodyBytes = 1024 * 1024;

    /// <summary>Filters come in the query string. Longer than allowed, they should meet the refusal in words and not the web server's.</summary>
    const int MaxRequestLineBytes = 384 * 1024;

    public static void Configure(WebApplicationBuilder builder, string[] urls)
    {
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });

        // Standard output belongs to commands and their JSON.
        builder.Logging.AddJsonConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        // Why the host does not start is told by the command in one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Services.AddRoutingCore();

        // Deny by default: an endpoint nobody thought about is closed.
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    /// <summary>The door for requests of our own, which commands need as well as the server.</summary>
    public static void AddOutbound(IServiceCollection services, OutboundOptions options)
    {
        services.AddSingleton(new OutboundAddresses(options.AllowedNetworks));
        services.AddSingleton<OutboundHttp>();
    }

    /// <summary>Goes first, so that every answer has the headers.</summary>
    public static void Use(WebApplication app)
    {
        var scheme = app.Services.GetRequiredService<GatehouseOptions>().PublicUrl.Scheme;
        app.Use((http, next) =>
        {
            // TLS ends in front of us. What the browser sees decides on cookies, and comes from the configuration (S87).
            http.Request.Scheme = scheme;

            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            headers["Referrer-Policy"] = "no-referrer";
            if (scheme == Uri.UriSchemeHttps)
                headers.StrictTransportSecurity = "max-age=31536000";
            return next(http);
        });
    }

    /// <summary>Goes around everything that has no words of its own for a database that is away.</summary>
    public static void UseOutages(WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HttpModule));
        app.Use(async (http, next) =>
        {
            try
            {
                await next(http);
            }
            catch (DatabaseUnavailableException problem) when (!http.Response.HasStarted)
            {
                log.DatabaseUnavailable(problem);
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                http.Response.Headers.RetryAfter = "5";
            }
        });
    }

    /// <summary>Goes before authorization: what is not there is 404 for everybody.</summary>
    public static void UseNotFound(WebApplication app) => app.Use(static (http, next) =>
    {
        if (http.GetEndpoint() is not null)
            return next(http);

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    public static void Map(WebApplication app)
    {
        app.MapGet("/healthz", static () => Results.Text("ok")).AllowAnonymous();
        app.MapGet("/readyz", IsReady).AllowAnonymous();
    }

    static async Task<IResult> IsReady(Database database, CancellationToken stop)
    {
        try
        {
            await database.CheckAsync(stop);
            return Results.Text("ready");
        }
        catch (Exception problem) when (problem is DatabaseUnavailableException or StorageException or System.Data.Common.DbException)
        {
            return Results.Text("the database is not available", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}

static partial class HttpLog
{
    [LoggerMessage(1201, LogLevel.Warning, "The database is not available")]
    public static partial void DatabaseUnavailable(this ILogger log, Exception cause);
}
