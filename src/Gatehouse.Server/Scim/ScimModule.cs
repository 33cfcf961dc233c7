
using Microsoft.AspNetCore.Authentication;

namespace Gatehouse.Server.Scim;

/// <summary>
/// The SCIM 2.0 service provider at /scim/v2 (RFC 7643, RFC 7644, RFC 9865) and its request log. What it stores belongs to Directory; who
/// may call it is decided by Clients.
/// </summary>
static class ScimModule
{
    public static void Add(IServiceCollection services, string publicUrl, LimitOptions limits)
    {
        RequestLimits.Add(services, limits);
        services.AddSingleton(new ScimAddress(publicUrl.TrimEnd('/') + ScimAddress.Path));
        services.AddSingleton<ScimPipeline>();
        services.AddSingleton<ScimRequestLog>();
        services.AddHostedService(static provider => provider.GetRequiredService<ScimRequestLog>());
        services.AddSingleton<GroupDocuments>();
        services.AddSingleton<UserWrites>();
        services.AddSingleton<GroupWrites>();
        services.AddSingleton<BulkRunner>();
        services.AddSingleton<ResourceQueries>();
        services.AddSingleton<Cursors>();

        // An endpoint that no policy opens is answered with this challenge.
        services.AddAuthentication(static authentication => authentication.DefaultChallengeScheme = ScimAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ScimAuthentication>(ScimAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(ScimAuthentication.Read, static policy => policy
                .AddAuthenticationSchemes(ScimAuthentication.SchemeName).RequireClaim("scope", ScimAuthentication.Read))
            .AddPolicy(ScimAuthentication.Write, static policy => policy
                .AddAuthenticationSchemes(ScimAuthentication.SchemeName).RequireClaim("scope", ScimAuthentication.Write))
            .AddPolicy(ScimAuthentication.SchemeName, static policy => policy
                .AddAuthenticationSchemes(ScimAuthentication.SchemeName).RequireAuthenticatedUser());
    }

    /// <summary>Goes before routing, because it changes paths.</summary>
    public static void Use(WebApplication app)
    {
        var pipeline = app.Services.GetRequiredService<ScimPipeline>();
        app.Use(next => http => http.Request.Path.StartsWithSegments(ScimAddress.Path, StringComparison.OrdinalIgnoreCase)
            ? pipeline.InvokeAsync(http, next)
            : next(http));
    }

    public static void Map(WebApplication app)
    {
        // Goes behind authorization, because it is the caller that is limited.
        app.UseRateLimiter();

        var scim = app.MapGroup(ScimAddress.Path);
        scim.MapDiscovery();
        scim.MapUsers();
        scim.MapGroups();
        scim.MapBulk();
        scim.MapRoot();
    }
}
