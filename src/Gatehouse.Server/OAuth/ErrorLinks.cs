using OpenIddict.Server;

using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth;

/// <summary>Removes links to the library's site from refusals. Ours says in error_description what to do.</summary>
sealed class ErrorLinks<TContext> : IOpenIddictServerHandler<TContext> where TContext : BaseRequestContext
{
    const int BeforeAnythingIsWritten = int.MinValue + 50_000;

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<TContext>()
            .UseSingletonHandler<ErrorLinks<TContext>>()
            .SetOrder(BeforeAnythingIsWritten)
            .Build();

    public ValueTask HandleAsync(TContext context)
    {
        if (context.Transaction.Response is { } response)
            response.ErrorUri = null;

        return ValueTask.CompletedTask;
    }
}
