using Gatehouse.Scim;
using Gatehouse.Server.Clients;
using Gatehouse.Server.Storage;


namespace Gatehouse.Server.Scim;

/// <summary>
/// Goes around everything at /scim/v2: tolerates doubled and trailing slashes, turns every refusal into the SCIM error body in this one
/// place, and leaves one row in the request log for every authenticated request.
/// </summary>
sealed partial class ScimPipeline(ScimRequestLog requests, TimeProvider clock, ILogger<ScimPipeline> log)
{
    /// <summary>Lets the answer be found again in the organization's log and in ours.</summary>
    public const string RequestIdHeader = "X-Request-Id";

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        http.Request.Path = Tidy(http.Request.Path);
        var entry = new ScimLogEntry(clock) { Method = http.Request.Method };
        http.Features.Set(entry);
        http.Response.Headers[RequestIdHeader] = entry.RequestId.ToString("N");
        http.Response.Headers.CacheControl = "no-store";

        try
        {
            await next(http);
            await ExplainBareStatusAsync(http);
        }
        catch (ScimException refusal)
        {
            await RefuseAsync(http, entry, refusal);
        }
        catch (BadHttpRequestException bad)
        {
            await RefuseAsync(http, entry, bad.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? new ScimException(413, null, $"The body is larger than {ScimLimits.BodyBytes} bytes (maxPayloadSize). Split the request.")
                : new ScimException(bad.StatusCode, null, "The request is not valid HTTP."));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            entry.Refusal = "The client went away before the answer.";
            if (!http.Response.HasStarted)
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (DatabaseUnavailableException problem)
        {
            Unavailable(problem, entry.RequestId);
            http.Response.Headers.RetryAfter = "5";
            await RefuseAsync(http, entry, new ScimException(503, null, "The service is busy or its database is not reachable. Repeat the request."));
        }
#pragma warning disable CA1031 // The top of a request: whatever went wrong, the client gets an answer it can read.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            Failed(problem, entry.RequestId);
            await RefuseAsync(http, entry, new ScimException(
                500, null, $"The server failed and nothing was changed. Quote request {entry.RequestId:N} to its operator."));
        }

        Record(http, entry);
    }

    // Clients join paths to whatever an administrator typed, with and without a slash at its end.
    static PathString Tidy(PathString path)
    {
        var value = path.Value!;
        while (value.Contains("//", StringComparison.Ordinal))
            value = value.Replace("//", "/", StringComparison.Ordinal);
        return new PathString(value.Length > 1 ? value.TrimEnd('/') : value);
    }

    static Task ExplainBareStatusAsync(HttpContext http)
    {
        var response = http.Response;
        if (response.HasStarted || response.StatusCode < 400 || response.ContentType is not null)
            return Task.CompletedTask;

        var detail = response.StatusCode switch
        {
            401 => "Send a valid access token of the organization as 'Authorization: Bearer …'. Tokens come from /oauth/v2/token.",
            403 => "The token's scope does not allow this: reading needs scim.read, writing scim.write.",
            404 => "There is no such endpoint. See /ResourceTypes for those there are.",
            405 => "The endpoint does not have this method.",
            429 => "Too many requests. Wait as long as Retry-After says.",
            _ => "The request cannot be carried out.",
        };
        return ScimResponses.WriteErrorAsync(response, response.StatusCode, null, detail);
    }

    static Task RefuseAsync(HttpContext http, ScimLogEntry entry, ScimException refusal)
    {
        entry.Findings = refusal.Findings;
        entry.Refusal = refusal.Message;
        entry.IsStored = false;
        if (http.Response.HasStarted)
        {
            // Half an answer is out already; a broken connection is the only honest end of it.
            http.Abort();
            return Task.CompletedTask;
        }

        return ScimResponses.WriteErrorAsync(http.Response, refusal.Status, refusal.ScimType, DetailOf(refusal));
    }

    /// <summary>The refusal with what an administrator should do about it.</summary>
    public static string DetailOf(ScimException refusal)
    {
        // An unknown attribute in a filter is a matching attribute, not a mapping row to delete.
        if (refusal.ScimType == "invalidFilter" && refusal.Findings.Count > 0)
            return $"{refusal.Message} In Microsoft Entra, choose another matching attribute under Provisioning, Mappings.";

        return EntraSources.Advice(refusal.Findings) is { } advice ? $"{refusal.Message} {advice}" : refusal.Message;
    }

    void Record(HttpContext http, ScimLogEntry entry)
    {
        if (entry.IsStored || http.Features.Get<Caller>() is not { } caller)
            return;

        entry.Status = http.Response.StatusCode;
        requests.Enqueue(caller, entry);
    }

    [LoggerMessage(3001, LogLevel.Error, "SCIM request {RequestId} failed")]
    partial void Failed(Exception problem, Guid requestId);

    [LoggerMessage(3002, LogLevel.Warning, "SCIM request {RequestId} found the database unavailable")]
    partial void Unavailable(Exception problem, Guid requestId);
}
