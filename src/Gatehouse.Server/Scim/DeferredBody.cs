using Gatehouse.Scim;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Server.Scim;

/// <summary>
/// A body that was read before the resource was looked up, and whose faults are told after: an unknown resource is 404 whatever was sent
/// to it. Too large or of the wrong type is told at once.
/// </summary>
sealed class DeferredBody
{
    readonly ScimValue message;
    readonly ScimException? fault;

    DeferredBody(ScimValue message, ScimException? fault)
    {
        this.message = message;
        this.fault = fault;
    }

    public static async Task<DeferredBody> ReadAsync(HttpRequest request, CancellationToken stop)
    {
        try
        {
            return new(await ScimBody.ReadAsync(request, stop), null);
        }
        catch (ScimException fault) when (fault.Status == StatusCodes.Status400BadRequest)
        {
            return new(default, fault);
        }
    }

    /// <exception cref="ScimException">What was wrong with the body.</exception>
    public ScimValue Value() => fault is null ? message : throw fault;
}
