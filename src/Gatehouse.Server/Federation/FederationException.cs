namespace Gatehouse.Server.Federation;

/// <summary>Why a sign-in by an identity provider came to nothing. Each has words for the person; the message is for an administrator.</summary>
public enum FederationFault
{
    /// <summary>The sign-in took too long, or another one was begun in the same browser.</summary>
    Stale,

    /// <summary>The answer was used before.</summary>
    Replayed,

    /// <summary>The person or the identity provider said no.</summary>
    Denied,

    /// <summary>The identity provider does not answer us.</summary>
    Unreachable,

    /// <summary>The identity provider does not take us: a wrong client id, a secret that has ended.</summary>
    Misconfigured,

    /// <summary>The answer is not to be trusted.</summary>
    Untrusted,

    /// <summary>The answer does not say who it is.</summary>
    NoUserId,

    /// <summary>The person was to prove it anew, and the identity provider does not say that they did.</summary>
    NotAskedAgain,

    /// <summary>The federation is not on duty.</summary>
    Disabled,

    /// <summary>The account is deactivated.</summary>
    Inactive,

    /// <summary>The account was deleted.</summary>
    Deleted,

    /// <summary>The identity provider sent no address.</summary>
    AddressMissing,

    /// <summary>The address is in no proven domain of this federation.</summary>
    AddressForeign,

    /// <summary>The identity provider says that it has not checked the address.</summary>
    AddressUnverified,

    /// <summary>The address, or the id, belongs to somebody else here.</summary>
    Conflict,

    /// <summary>Nobody has provisioned the person, and the federation creates nobody.</summary>
    NotProvisioned,
}

/// <summary>A sign-in by an identity provider that comes to nothing.</summary>
sealed class FederationException(FederationFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    public FederationFault Fault { get; } = fault;
}
