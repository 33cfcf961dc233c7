namespace Gatehouse.Server.Ui;

/// <summary>
/// What a page may do in the browser, as metadata of its endpoint. This is the one place where the headers of pages are written (S83).
/// </summary>
sealed record PagePolicy
{
    public static readonly PagePolicy Default = new();

    /// <summary>Script from our own assets, with requests to ourselves: passkeys need it.</summary>
    public bool HasScript { get; init; }

    /// <summary>Origins that a form of the page may end at after redirects, beside this server.</summary>
    public IReadOnlyList<string> FormTargets { get; init; } = [];

    public void Apply(HttpContext http)
    {
        http.Features.Set(this);
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Permissions;
        headers.CacheControl = "no-store";

        // Rendering adds it for script that our pages do not have, and fails where it is: on an error page in place of a half-rendered one.
        headers.Remove(Marker);
        http.Response.OnStarting(RemoveMarker, http.Response);
    }

    const string Marker = "blazor-enhanced-nav";

    static Task RemoveMarker(object response)
    {
        ((HttpResponse)response).Headers.Remove(Marker);
        return Task.CompletedTask;
    }

    /// <summary>
    /// To be called before a page with a form is answered whose post ends, by redirects, at another site: browsers hold the whole chain
    /// against the policy of the page with the form.
    /// </summary>
    public static void AllowFormTarget(HttpContext http, Uri target)
    {
        if (!target.IsAbsoluteUri)
            throw new ArgumentException("Only an absolute address leads elsewhere.", nameof(target));

        // An installed program's own scheme has no origin, and a policy cannot write an IPv6 address: the scheme is what it can name.
        var hasOrigin = target.Scheme is "http" or "https" && target.HostNameType != UriHostNameType.IPv6;
        var source = hasOrigin ? target.GetLeftPart(UriPartial.Authority) : target.Scheme + ":";
        var policy = http.Features.Get<PagePolicy>() ?? Default;
        (policy with { FormTargets = [.. policy.FormTargets, source] }).Apply(http);
    }

    string ContentSecurityPolicy =>
        $"default-src 'none'; {(HasScript ? "script-src 'self'; connect-src 'self'; " : "")}style-src 'self'; img-src 'self'; font-src 'self'; "
        + $"form-action {string.Join(' ', ["'self'", .. FormTargets])}; frame-ancestors 'none'; base-uri 'none'";

    const string Permissions =
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
        + "publickey-credentials-create=(self), publickey-credentials-get=(self)";
}
