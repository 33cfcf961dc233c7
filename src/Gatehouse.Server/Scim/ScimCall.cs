using Microsoft.AspNetCore.Http.Features;


using Gatehouse.Scim.Schemas;
using Gatehouse.Server.Clients;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Scim;

/// <summary>One authenticated request: who asks, what that organization's schema is, and the log entry that will tell of it.</summary>
sealed class ScimCall
{
    public required Caller Caller { get; init; }

    public required SchemaCatalog Catalog { get; init; }

    /// <summary>The address of the SCIM endpoint as clients know it, without a trailing slash.</summary>
    public required string BaseUrl { get; init; }

    public required ScimLogEntry Log { get; init; }

    public string? SourceAddress { get; init; }

    public OrganizationId Organization => Caller.Organization;

    public ResourceType UserType => Catalog.ResourceTypes[0];

    public ResourceType GroupType => Catalog.ResourceTypes[1];

    public string LocationOf(ResourceType type, Guid id) => $"{BaseUrl}{type.Endpoint}/{id:D}";

    /// <summary>The same call for one operation of a bulk request, which is logged by itself.</summary>
    public ScimCall With(ScimLogEntry log) => new()
    {
        Caller = Caller, Catalog = Catalog, BaseUrl = BaseUrl, SourceAddress = SourceAddress, Log = log,
    };

    /// <summary>Binds endpoint parameters of this type.</summary>
    public static async ValueTask<ScimCall?> BindAsync(HttpContext http)
    {
        var caller = http.Features.GetRequiredFeature<Caller>();
        return new ScimCall
        {
            Caller = caller,
            Catalog = await http.RequestServices.GetRequiredService<SchemaCatalogs>().GetAsync(caller.Organization, http.RequestAborted),
            BaseUrl = http.RequestServices.GetRequiredService<ScimAddress>().BaseUrl,
            SourceAddress = http.Connection.RemoteIpAddress?.ToString(),
            Log = http.Features.GetRequiredFeature<ScimLogEntry>(),
        };
    }
}
