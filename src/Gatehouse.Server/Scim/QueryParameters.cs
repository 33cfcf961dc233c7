using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Server.Scim;

/// <summary>Reads query strings. Unknown parameters, such as the flags in Entra's tenant URL, are ignored.</summary>
static class QueryParameters
{
    public static ResourceQuery Read(HttpRequest request) =>
        ResourceQuery.FromParameters(request.Query.SelectMany(static parameter =>
            parameter.Value.Select(value => KeyValuePair.Create(parameter.Key, value ?? ""))));

    public static Projection ProjectionOf(HttpRequest request, ResourceType type) =>
        request.Query.Count == 0 ? Projection.Default : ProjectionOf(Read(request), type);

    public static Projection ProjectionOf(ResourceQuery query, ResourceType type) =>
        Projection.Of(query.Attributes, query.ExcludedAttributes, type);
}
