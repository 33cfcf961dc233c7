using Gatehouse.Server.Directory;

namespace Gatehouse.Server.Federation;

/// <summary>What is to be done with somebody whom an identity provider vouches for.</summary>
enum LinkAction
{
    /// <summary>They are who they were the last time.</summary>
    UseLink,

    /// <summary>They are the provisioned user whom their id names.</summary>
    LinkByExternalId,

    /// <summary>They are the user with their address.</summary>
    LinkByAddress,

    /// <summary>They may be the user with their address, whom nobody ever asked whether it is theirs: they have to prove it first.</summary>
    ProveAddress,

    /// <summary>They become a user.</summary>
    Create,

    /// <summary>They do not get in.</summary>
    Refuse,
}

/// <summary>A user as far as the decision depends on it.</summary>
sealed record KnownAccount
{
    public required UserId User { get; init; }

    public required bool IsActive { get; init; }

    /// <summary>Whether a provisioning client keeps it.</summary>
    public required bool IsProvisioned { get; init; }

    /// <summary>Whether mail, or the organization's own identity provider, has shown that the address is the user's.</summary>
    public required bool IsAddressProven { get; init; }

    /// <summary>Whether it is another subject of the same federation already.</summary>
    public required bool IsSomebodyElse { get; init; }

    public string? ExternalId { get; init; }
}

/// <summary>What the organization knows that bears on the decision.</summary>
sealed record KnownAccounts
{
    /// <summary>The user whom the subject is linked to, or null.</summary>
    public KnownAccount? Linked { get; init; }

    /// <summary>Whether the subject is linked to a user who was deleted.</summary>
    public bool IsLinkedUserGone { get; init; }

    /// <summary>Users whose externalId is the subject.</summary>
    public IReadOnlyList<KnownAccount> ByExternalId { get; init; } = [];

    /// <summary>Users whose address is the one that was sent.</summary>
    public IReadOnlyList<KnownAccount> ByAddress { get; init; } = [];

    /// <summary>Whether the address is in a proven domain of the organization that this federation speaks for.</summary>
    public bool IsDomainProven { get; init; }

    /// <summary>Whether somebody with this address or id was deleted lately.</summary>
    public bool WasDeleted { get; init; }
}

/// <summary>
/// Decides who somebody is whom an identity provider vouches for. Pure: a sign-in and a trial get the same answer. Looks only at the
/// organization's own users, whoever has the same address elsewhere.
/// </summary>
/// <param name="Action">What is to be done.</param>
/// <param name="User">With whom, unless they are refused or become a user.</param>
/// <param name="Fault">Why they are refused.</param>
sealed record LinkDecision(LinkAction Action, UserId? User = null, FederationFault? Fault = null)
{
    public static LinkDecision Of(ProviderSettings settings, ExternalIdentity who, KnownAccounts known)
    {
        if (known.Linked is { } linked)
            return linked.IsActive ? new(LinkAction.UseLink, linked.User) : Refuse(FederationFault.Inactive);

        // Provisioning may have made somebody anew who was deleted; a sign-in never does.
        return ByExternalId(settings, known) ?? (known.IsLinkedUserGone && !known.ByAddress.Any(static one => one.IsProvisioned) ? Refuse(FederationFault.Deleted) : null)
            ?? ByAddress(settings, who, known) ?? (known.WasDeleted ? Refuse(FederationFault.Deleted) : null)
            ?? (settings.CreatesUsers ? new(LinkAction.Create) : Refuse(FederationFault.NotProvisioned));
    }

    /// <summary>The immutable id first: it says who it is whatever the address is today.</summary>
    static LinkDecision? ByExternalId(ProviderSettings settings, KnownAccounts known)
    {
        var provisioned = settings.LinksByExternalId ? known.ByExternalId.Where(static one => one.IsProvisioned).ToList() : [];
        return provisioned switch
        {
            [] => null,
            [{ IsSomebodyElse: true }] or [_, _, ..] => Refuse(FederationFault.Conflict),
            [{ IsActive: false }] => Refuse(FederationFault.Inactive),
            [var only] => new(LinkAction.LinkByExternalId, only.User),
        };
    }

    /// <summary>By the address once, and only where the organization has proven that its addresses are its own to give.</summary>
    static LinkDecision? ByAddress(ProviderSettings settings, ExternalIdentity who, KnownAccounts known)
    {
        if (who.Address is null)
            return Refuse(FederationFault.AddressMissing);
        if (!known.IsDomainProven)
            return Refuse(FederationFault.AddressForeign);
        if (who.IsAddressUnverified)
            return Refuse(FederationFault.AddressUnverified);

        return known.ByAddress switch
        {
            [] => null,
            [{ IsActive: false }] => Refuse(FederationFault.Inactive),
            [{ IsSomebodyElse: false } only] when settings.LinksByAddress && !Contradicts(settings, who, only) =>
                new(only.IsProvisioned || only.IsAddressProven ? LinkAction.LinkByAddress : LinkAction.ProveAddress, only.User),
            _ => Refuse(FederationFault.Conflict),
        };
    }

    /// <summary>
    /// Whether provisioning says of the user with this address that it is somebody else: both ids are of the kind that directories give for
    /// good, and differ. An address that was given to somebody new looks so until provisioning has caught up.
    /// </summary>
    static bool Contradicts(ProviderSettings settings, ExternalIdentity who, KnownAccount account) =>
        settings.LinksByExternalId && account.IsProvisioned
        && Guid.TryParse(account.ExternalId, out var expected) && Guid.TryParse(who.Subject, out var sent) && expected != sent;

    static LinkDecision Refuse(FederationFault fault) => new(LinkAction.Refuse, Fault: fault);
}
