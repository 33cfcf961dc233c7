using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using Gatehouse.Server.Directory;
using Gatehouse.Server.Keys;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;

namespace Gatehouse.Server.Federation;

/// <summary>
/// Links by which an administrator tries a connection, without an account here. They say for which federation and until when, signed with a key
/// of the installation; whoever has one sees what the identity provider says of themselves, and nothing else.
/// </summary>
sealed class TrialLinks(Sealing sealing, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    readonly byte[] key = sealing.Derive("federation-trial");

    /// <summary>What goes behind <c>/federation/try/</c>.</summary>
    public string New(FederationId federation)
    {
        var text = $"{federation}.{(clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}";
        return $"{text}.{MarkOf(text)}";
    }

    /// <returns>Null when it is none of ours, or too old.</returns>
    public FederationId? Find(string link)
    {
        if (link.Split('.') is not [var id, var until, var mark] || !FederationId.TryParse(id, out var federation)
            || !long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return null;

        var isOurs = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(MarkOf($"{id}.{until}")), Encoding.UTF8.GetBytes(mark));
        return isOurs && seconds > clock.GetUtcNow().ToUnixTimeSeconds() ? federation : null;
    }

    string MarkOf(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}

/// <summary>Shows what would come of a sign-in, and has nothing come of it.</summary>
sealed class Trials(Database database, AccountLinker linker, Users users, TrialLinks links, FederationPages pages)
{
    public async Task<IResult> ShowAsync(HttpContext http, Language language, IdentityProvider provider, ExternalIdentity who, CancellationToken stop)
    {
        var (decision, name) = await database.ReadAsync(provider.Id.Organization, async db =>
        {
            var made = LinkDecision.Of(provider.Settings, who, await linker.KnowAsync(db, provider, who, stop));
            var user = made.User is { } id ? (await users.FindAsync(db, id, stop))?.User.Read()["userName"].AsText : who.Address;
            return (made, user);
        }, stop);

        await pages.BrandAsync(http, provider.Id.Organization, stop);
        var texts = FederationTexts.For(language);
        return Page(http, new
        {
            Language = language, Texts = texts, Branding = http.Features.Get<Branding>(),
            Decision = texts.DecisionText(decision.Fault?.ToString() ?? decision.Action.ToString(), name),
            Mapped = (IReadOnlyList<(string, string?)>)
            [
                (texts.UserId, who.Subject), (texts.Email, who.AddressAsSent), (texts.DisplayName, who.PreferredName), (texts.FirstName, who.FirstName),
                (texts.LastName, who.LastName),
            ],
            who.Received, Again = AgainOf(provider),
        });
    }

    /// <summary>Says why a connection does not work.</summary>
    public async Task<IResult> FailAsync(HttpContext http, Language language, IdentityProvider provider, string reason, CancellationToken stop)
    {
        await pages.BrandAsync(http, provider.Id.Organization, stop);
        return Page(http, new
        {
            Language = language, Texts = FederationTexts.For(language), Branding = http.Features.Get<Branding>(), Failure = reason, Again = AgainOf(provider),
        });
    }

    string AgainOf(IdentityProvider provider) => $"/federation/try/{links.New(provider.Id)}";

    static RazorComponentResult<TrialPage> Page(HttpContext http, object parameters)
    {
        PagePolicy.Default.Apply(http);
        return new RazorComponentResult<TrialPage>(parameters);
    }
}
