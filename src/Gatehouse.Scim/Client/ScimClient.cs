using System.Text;
using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Scim.Client;

/// <summary>
/// Talks SCIM 2.0 to one endpoint. It sends exactly one HTTP request a call: no retries, no caching, no following of pages,
/// so that the caller decides. Safe for use by several threads.
/// </summary>
/// <remarks>
/// Network faults surface as <see cref="HttpRequestException"/>, time-outs as <see cref="OperationCanceledException"/>, refusals as
/// a <see cref="ScimResponse"/> with the status that came.
/// </remarks>
public sealed class ScimClient
{
    // Other people's answers may be long; a group of many thousand members is one.
    static readonly JsonLimits AnswerLimits = new() { Depth = 64, MembersPerObject = 100_000, TextLength = 16 * 1024 * 1024 };

    readonly HttpClient http;
    readonly Func<CancellationToken, ValueTask<string>>? token;
    readonly string root;
    readonly string flags;

    /// <summary>A client of the endpoint at this address.</summary>
    /// <param name="http">Sends the requests; owned by the caller, who also sets its time-out.</param>
    /// <param name="baseAddress">For example <c>https://id.contoso.example/scim/v2</c>, with or without a slash at the end; a query in it
    /// is sent with every request.</param>
    /// <param name="token">Gives the bearer token for each request, for example
    /// <see cref="ClientCredentialsTokenSource.GetTokenAsync"/>; null sends none.</param>
    public ScimClient(HttpClient http, Uri baseAddress, Func<CancellationToken, ValueTask<string>>? token = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(baseAddress);
        if (!baseAddress.IsAbsoluteUri)
            throw new ArgumentException("The base address must be absolute.", nameof(baseAddress));

        this.http = http;
        this.token = token;
        root = baseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/');
        flags = baseAddress.Query.TrimStart('?');
    }

    /// <summary>Reads one resource.</summary>
    /// <param name="resources">The endpoint of the resource type: <c>/Users</c>.</param>
    /// <param name="id">The id the endpoint gave.</param>
    /// <param name="query">Which attributes to return.</param>
    /// <param name="stop">Ends the request.</param>
    public Task<ScimResponse> GetAsync(string resources, string id, ScimQuery? query = null, CancellationToken stop = default) =>
        SendAsync(new(HttpMethod.Get, WithQuery(Join(resources, id), query)), stop);

    /// <summary>Reads one page of the resources that a query selects.</summary>
    public Task<ScimResponse> ListAsync(string resources, ScimQuery? query = null, CancellationToken stop = default) =>
        SendAsync(new(HttpMethod.Get, WithQuery(resources, query)), stop);

    /// <summary>Creates a resource.</summary>
    public Task<ScimResponse> CreateAsync(string resources, ScimValue resource, CancellationToken stop = default) =>
        SendAsync(new(HttpMethod.Post, resources) { Body = ScimJson.ToUtf8(resource) }, stop);

    /// <summary>Replaces a resource by another representation of it.</summary>
    /// <param name="resources">The endpoint of the resource type.</param>
    /// <param name="id">The id of the resource.</param>
    /// <param name="resource">The whole new state.</param>
    /// <param name="ifMatch">The entity tag the resource must still have, or null for any.</param>
    /// <param name="stop">Ends the request.</param>
    public Task<ScimResponse> ReplaceAsync(
        string resources, string id, ScimValue resource, string? ifMatch = null, CancellationToken stop = default) =>
        SendAsync(new(HttpMethod.Put, Join(resources, id)) { Body = ScimJson.ToUtf8(resource), IfMatch = ifMatch }, stop);

    /// <summary>Changes a resource by the operations of RFC 7644 §3.5.2.</summary>
    /// <param name="resources">The endpoint of the resource type.</param>
    /// <param name="id">The id of the resource.</param>
    /// <param name="operations">Objects with <c>op</c>, <c>path</c> and <c>value</c>.</param>
    /// <param name="ifMatch">The entity tag the resource must still have, or null for any.</param>
    /// <param name="stop">Ends the request.</param>
    public Task<ScimResponse> PatchAsync(
        string resources, string id, ScimList operations, string? ifMatch = null, CancellationToken stop = default)
    {
        var message = new ScimObject
        {
            { "schemas", new ScimList { ScimUrn.PatchOp } },
            { "Operations", operations },
        };
        return SendAsync(new(HttpMethod.Patch, Join(resources, id)) { Body = ScimJson.ToUtf8(message), IfMatch = ifMatch }, stop);
    }

    /// <summary>Deletes a resource.</summary>
    public Task<ScimResponse> DeleteAsync(string resources, string id, string? ifMatch = null, CancellationToken stop = default) =>
        SendAsync(new(HttpMethod.Delete, Join(resources, id)) { IfMatch = ifMatch }, stop);

    /// <summary>Reads what the endpoint says it can do.</summary>
    public Task<ScimResponse> GetServiceProviderConfigAsync(CancellationToken stop = default) =>
        SendAsync(new(HttpMethod.Get, "/ServiceProviderConfig"), stop);

    /// <summary>Reads the resource types the endpoint has.</summary>
    public Task<ScimResponse> GetResourceTypesAsync(CancellationToken stop = default) =>
        SendAsync(new(HttpMethod.Get, "/ResourceTypes"), stop);

    /// <summary>Reads the schemas the endpoint has.</summary>
    public Task<ScimResponse> GetSchemasAsync(CancellationToken stop = default) =>
        SendAsync(new(HttpMethod.Get, "/Schemas"), stop);

    /// <summary>Sends any request and reads the answer.</summary>
    public async Task<ScimResponse> SendAsync(ScimRequest request, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var message = new HttpRequestMessage(request.Method, Address(request.Path));
        await AddHeadersAsync(message, request, stop).ConfigureAwait(false);
        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            // Sent as given: a caller may mean a media type that .NET would not write.
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        using var answer = await http.SendAsync(message, stop).ConfigureAwait(false);
        var bytes = await answer.Content.ReadAsByteArrayAsync(stop).ConfigureAwait(false);
        return new()
        {
            Status = (int)answer.StatusCode,
            Headers = answer.Headers.Concat(answer.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
            Text = Encoding.UTF8.GetString(bytes),
            Body = Decode(bytes),
        };
    }

    async ValueTask AddHeadersAsync(HttpRequestMessage message, ScimRequest request, CancellationToken stop)
    {
        if (request.Accept is not null)
            message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        if (request.IfMatch is not null)
            message.Headers.TryAddWithoutValidation("If-Match", request.IfMatch);
        if (request.IfNoneMatch is not null)
            message.Headers.TryAddWithoutValidation("If-None-Match", request.IfNoneMatch);

        if (request.Authorization is { Length: > 0 } given)
            message.Headers.TryAddWithoutValidation("Authorization", given);
        else if (request.Authorization is null && token is not null)
        {
            var value = await token(stop).ConfigureAwait(false);
            message.Headers.TryAddWithoutValidation("Authorization", $"{request.AuthorizationScheme} {value}");
        }
    }

    Uri Address(string path)
    {
        var address = root + (path.StartsWith('/') ? path : "/" + path);
        if (flags.Length > 0)
            address += (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + flags;
        return new(address, UriKind.Absolute);
    }

    static string Join(string resources, string id) => resources.TrimEnd('/') + "/" + Uri.EscapeDataString(id);

    static string WithQuery(string path, ScimQuery? query) => query?.ToString() is { Length: > 0 } text ? path + "?" + text : path;

    static ScimValue Decode(byte[] bytes)
    {
        if (bytes.Length == 0)
            return default;

        try
        {
            return ScimJson.Parse(bytes, AnswerLimits);
        }
        catch (ScimException)
        {
            return default;
        }
    }
}
