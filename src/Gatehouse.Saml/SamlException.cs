namespace Gatehouse.Saml;

/// <summary>Why a SAML message was refused. The administrator of a connection reads the message: it says what is wrong and what to change,
/// and repeats nothing of the sender's beyond names of elements and algorithms.</summary>
/// <param name="fault">The kind of fault.</param>
/// <param name="message">In words.</param>
/// <param name="cause">What the framework said, or null.</param>
public sealed class SamlException(SamlFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The kind of fault.</summary>
    public SamlFault Fault { get; } = fault;
}

/// <summary>Kinds of faults of a SAML message.</summary>
public enum SamlFault
{
    /// <summary>It is no XML, or XML that is not taken: too large, too deep, with a document type.</summary>
    Xml,

    /// <summary>Its elements are not where and as often as the standard has them.</summary>
    Structure,

    /// <summary>Nothing of it is signed, or not with a key and algorithm of the connection.</summary>
    Signature,

    /// <summary>The identity provider says that nobody signed in.</summary>
    Status,

    /// <summary>It is from another identity provider than the connection's.</summary>
    Issuer,

    /// <summary>It is for somebody else: another audience, address or request.</summary>
    Audience,

    /// <summary>It is not yet, or no longer, to be taken.</summary>
    Time,

    /// <summary>It answers no request of ours.</summary>
    Unsolicited,

    /// <summary>Its assertion is encrypted, which is not supported.</summary>
    Encrypted,
}
