using System.Net;

using Gatehouse.Server.Keys;
using Gatehouse.Server.Storage;

using Microsoft.AspNetCore.Identity;

namespace Gatehouse.Server.SignIn.Passkeys;

/// <summary>
/// The two halves of each ceremony: options for the browser, whose challenge stays in an encrypted cookie for five minutes, and the check of
/// what came back. A challenge works once (S75).
/// </summary>
sealed class PasskeyCeremonies(
    IPasskeyHandler<PasskeyUser> handler, PasskeyUserStore store, PasskeyRegister passkeys, SpentTickets spent, SignInCookies cookies, GatehouseOptions options,
    TimeProvider clock, ILogger<PasskeyCeremonies> log)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    const int LongestAnswer = 64 * 1024;

    /// <summary>Passkeys belong to a domain; a server that is reached by its number has none (WebAuthn §5.1.2).</summary>
    public bool AreAvailable => IsAvailableAt(options.PublicUrl);

    public static bool IsAvailableAt(Uri publicUrl) => !IPAddress.TryParse(publicUrl.Host.Trim('[', ']'), out _);

    /// <summary>Begins to add a passkey.</summary>
    /// <returns>PublicKeyCredentialCreationOptions, as JSON.</returns>
    public async Task<string> BeginCreationAsync(HttpContext http, Account account)
    {
        var user = new PasskeyUser(account.Organization, account.User);
        var made = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = user.Handle, Name = account.Address ?? account.UserName, DisplayName = account.Name }, http);
        cookies.SetPasskeyState(http.Response, new PasskeyState(made.AttestationState!, clock.GetUtcNow() + Lifetime));
        return made.CreationOptionsJson;
    }

    /// <summary>Ends it.</summary>
    /// <returns>The passkey, to be saved with <see cref="SaveAsync"/>; null when the answer does not fit the question.</returns>
    public async Task<NewPasskey?> EndCreationAsync(HttpContext http, Account account, string? answer)
    {
        if (TakeState(http) is not { } state || answer is not { Length: > 0 and <= LongestAnswer })
            return null;

        store.Organization = account.Organization;
        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = http, CredentialJson = answer, AttestationState = state.Text,
        });
        if (!result.Succeeded)
        {
            log.PasskeyRefused(result.Failure.Message);
            return null;
        }

        var isTheirs = result.UserEntity.Id == new PasskeyUser(account.Organization, account.User).Handle;
        return isTheirs ? new(result.Passkey, TicketOf(state), state.EndsAt) : null;
    }

    /// <summary>Saves a new passkey.</summary>
    /// <returns>False when its ceremony was used before.</returns>
    public async Task<bool> SaveAsync(DbScope db, Account account, NewPasskey made, string name, CancellationToken stop)
    {
        if (!await spent.TrySpendAsync(db, made.Ticket, made.EndsAt, stop))
            return false;

        await passkeys.AddAsync(db, account.User, made.Passkey, name, stop);
        return true;
    }

    /// <summary>Begins a sign-in with any passkey that the person has for this server.</summary>
    /// <returns>PublicKeyCredentialRequestOptions, as JSON.</returns>
    public async Task<string> BeginRequestAsync(HttpContext http)
    {
        var made = await handler.MakeRequestOptionsAsync(null, http);
        cookies.SetPasskeyState(http.Response, new PasskeyState(made.AssertionState!, clock.GetUtcNow() + Lifetime));
        return made.RequestOptionsJson;
    }

    /// <summary>Ends it.</summary>
    /// <returns>Whose passkey answered, to be used up with <see cref="UseAsync"/>; null when it is nobody's or the answer does not fit.</returns>
    public async Task<UsedPasskey?> EndRequestAsync(HttpContext http, string? answer)
    {
        if (TakeState(http) is not { } state || answer is not { Length: > 0 and <= LongestAnswer })
            return null;

        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = answer, AssertionState = state.Text });
        if (result.Succeeded)
            return new(result.User, result.Passkey, TicketOf(state), state.EndsAt);

        log.PasskeyRefused(result.Failure.Message);
        return null;
    }

    /// <summary>Notes the use of a passkey.</summary>
    /// <returns>False when its ceremony was used before.</returns>
    public async Task<bool> UseAsync(DbScope db, UsedPasskey used, CancellationToken stop) =>
        await spent.TrySpendAsync(db, used.Ticket, used.EndsAt, stop) && await passkeys.UseAsync(db, used.User.User, used.Passkey, stop);

    PasskeyState? TakeState(HttpContext http)
    {
        var state = cookies.PasskeyState(http.Request);
        cookies.RemovePasskeyState(http.Response);
        return state is not null && state.EndsAt > clock.GetUtcNow() ? state : null;
    }

    static string TicketOf(PasskeyState state) => "passkey:" + Convert.ToHexStringLower(Secrets.Hash(state.Text));
}

/// <summary>What a ceremony must know of its first half in the second one.</summary>
sealed record PasskeyState(string Text, DateTimeOffset EndsAt);

/// <summary>A passkey that was made, and the ceremony it came from.</summary>
sealed record NewPasskey(UserPasskeyInfo Passkey, string Ticket, DateTimeOffset EndsAt);

/// <summary>A passkey that answered, and the ceremony it came from.</summary>
sealed record UsedPasskey(PasskeyUser User, UserPasskeyInfo Passkey, string Ticket, DateTimeOffset EndsAt);

static partial class PasskeyLog
{
    [LoggerMessage(1501, LogLevel.Information, "A passkey was refused: {Reason}")]
    public static partial void PasskeyRefused(this ILogger log, string reason);
}
