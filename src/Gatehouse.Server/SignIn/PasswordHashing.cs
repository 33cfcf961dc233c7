using System.Text;

using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// Hashes passwords with ASP.NET Core Identity's PBKDF2-HMAC-SHA512 at today's cost. No more at a time than there are processors, so that
/// a flood of sign-ins waits here and leaves the rest of the server its share.
/// </summary>
sealed class PasswordHashing : IDisposable
{
    /// <summary>OWASP's figure for this function.</summary>
    const int Iterations = 210_000;

    static readonly object Nobody = new();

    readonly PasswordHasher<object> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    readonly SemaphoreSlim turns = new(Environment.ProcessorCount);
    readonly Lazy<string> nobodysHash;

    public PasswordHashing() => nobodysHash = new(() => hasher.HashPassword(Nobody, "of nobody"));

    public void Dispose() => turns.Dispose();

    /// <summary>One form for all ways to type it.</summary>
    public static string Canonical(string password) => password.Normalize(NormalizationForm.FormC);

    public Task<string> HashAsync(string password, CancellationToken stop) =>
        InTurnAsync(() => hasher.HashPassword(Nobody, Canonical(password)), stop);

    /// <summary>Whether the password is the one that was hashed, and whether it should be hashed anew. Takes as long when there is no hash.</summary>
    public Task<(bool IsRight, bool IsDated)> VerifyAsync(string? hash, string password, CancellationToken stop) => InTurnAsync(() =>
    {
        var result = hasher.VerifyHashedPassword(Nobody, hash ?? nobodysHash.Value, Canonical(password));
        return (hash is not null && result != PasswordVerificationResult.Failed, result == PasswordVerificationResult.SuccessRehashNeeded);
    }, stop);

    async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken stop)
    {
        await turns.WaitAsync(stop);
        try
        {
            return await Task.Run(work, stop);
        }
        finally
        {
            turns.Release();
        }
    }
}
