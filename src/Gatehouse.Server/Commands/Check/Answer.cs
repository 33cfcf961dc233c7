using System.Globalization;
using System.Text;
using Gatehouse.Scim.Client;
using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Server.Commands.Check;

/// <summary>One exchange, with the assertions that probes are made of.</summary>
sealed class Answer(ScimRequest request, ScimResponse response)
{
    const int LongestExcerpt = 600;

    public ScimResponse Response => response;

    public int Status => response.Status;

    public ScimObject Body => response.Body.AsObject ?? [];

    public string Id => Text("id") ?? throw CheckEnded.Failed(this, "a resource with an id");

    public IReadOnlyList<ScimObject> Resources => [.. response.Resources.Select(resource => resource.AsObject).OfType<ScimObject>()];

    public IReadOnlyList<string> Ids => [.. Resources.Select(resource => resource["id"].AsText).OfType<string>()];

    /// <summary>A value by the names that lead to it.</summary>
    public ScimValue Value(params IReadOnlyList<string> path)
    {
        ScimValue value = Body;
        foreach (var name in path)
            value = value.AsObject?[name] ?? default;
        return value;
    }

    public string? Text(params IReadOnlyList<string> path) => Value(path).AsText;

    public ScimValue Enterprise(string name) => Value(StandardSchemas.EnterpriseUserId, name);

    public IReadOnlyList<ScimObject> Elements(string name) =>
        [.. (Value(name).AsList ?? []).Select(element => element.AsObject).OfType<ScimObject>()];

    /// <summary>The element of a multi-valued attribute with this type, or an empty object.</summary>
    public ScimObject Element(string name, string type) =>
        Elements(name).FirstOrDefault(element => string.Equals(element["type"].AsText, type, StringComparison.OrdinalIgnoreCase)) ?? [];

    public Answer Is(params IReadOnlyList<int> statuses) => Must(
        statuses.Contains(Status),
        "status " + string.Join(" or ", statuses.Select(status => status.ToString(CultureInfo.InvariantCulture))));

    /// <summary>A refusal with this status and, where keywords are given, one of them.</summary>
    public Answer Refuses(int status, params IReadOnlyList<string> scimTypes)
    {
        var keywords = string.Join(" or ", scimTypes);
        // RFC 7644 §3.12: scimType is optional unless a rule of its own asks for it, as for filters, PATCH targets and conflicts.
        var mayBeMissing = scimTypes.Any(keyword => keyword is "invalidSyntax" or "invalidValue");
        var isNamed = scimTypes.Count == 0 || (response.ScimType is { } given ? scimTypes.Contains(given) : mayBeMissing);
        return Must(Status == status && isNamed, $"status {status} {keywords}".TrimEnd());
    }

    public Answer IsError()
    {
        var schemas = Value("schemas").AsList;
        return Must(
            Status >= 400 && schemas is [var only] && only.AsText == ScimUrn.Error,
            $"an error body whose schemas are exactly [\"{ScimUrn.Error}\"]");
    }

    public Answer IsList() => Must(
        Status == 200 && (Value("schemas").AsList?.Contains(ScimUrn.ListResponse) ?? false) && response.TotalResults is not null,
        "status 200 with a ListResponse that has totalResults as a number");

    public Answer Finds(params IReadOnlyList<string> ids)
    {
        IsList();
        return Must(
            Ids.Order(StringComparer.Ordinal).SequenceEqual(ids.Order(StringComparer.Ordinal)),
            ids.Count == 0 ? "an empty list" : $"exactly the {(ids.Count == 1 ? "one resource that matches" : $"{ids.Count} resources that match")}");
    }

    public Answer Must(bool holds, string expected) => holds ? this : throw CheckEnded.Failed(this, expected);

    public string RequestLine
    {
        get
        {
            var headers = string.Concat(
                request.IfMatch is null ? "" : $" · If-Match: {request.IfMatch}",
                request.IfNoneMatch is null ? "" : $" · If-None-Match: {request.IfNoneMatch}",
                request.Accept is null or "application/scim+json" ? "" : $" · Accept: {request.Accept}",
                request.Authorization is null ? "" : request.Authorization.Length == 0 ? " · without a token" : " · with a wrong token");
            return $"{request.Method} {Excerpt(request.Path)}{headers}";
        }
    }

    public string? Sent => request.Body is { Length: > 0 } body ? Excerpt(Encoding.UTF8.GetString(body.Span)) : null;

    public string Received
    {
        get
        {
            var isUsual = response.ContentType?.StartsWith("application/scim+json", StringComparison.OrdinalIgnoreCase) ?? true;
            var media = isUsual ? "" : $" ({response.ContentType})";
            return string.Create(CultureInfo.InvariantCulture, $"{Status}{media}: {Excerpt(WhatCame)}");
        }
    }

    string WhatCame
    {
        get
        {
            if (Status >= 400 && (response.ScimType ?? response.Detail) is not null)
                return string.Join(' ', new[] { response.ScimType, response.Detail }.OfType<string>());
            if (response.TotalResults is { } total)
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"totalResults {total}, startIndex {Value("startIndex")}, itemsPerPage {Value("itemsPerPage")}, "
                        + $"{Resources.Count} resources: {string.Join(", ", Resources.Take(5).Select(NameOf))}");
            return response.Text.Length == 0 ? "no body" : response.Text;
        }
    }

    static string NameOf(ScimObject resource) =>
        resource["userName"].AsText ?? resource["displayName"].AsText ?? resource["id"].AsText ?? "without a name";

    static string Excerpt(string text)
    {
        var line = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
        return line.Length <= LongestExcerpt ? line : line[..LongestExcerpt] + "…";
    }
}
