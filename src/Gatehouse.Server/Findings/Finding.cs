namespace Gatehouse.Server.Findings;

/// <summary>Kinds of findings. The subject of each is in brackets.</summary>
static class FindingKinds
{
    /// <summary>Somebody signed in before provisioning delivered them, and the organization provisions (the user's id).</summary>
    public const string SignedInBeforeProvisioning = "signed-in-before-provisioning";

    /// <summary>Who an identity provider says somebody is contradicts what was known: a recycled address, a changed id (the address).</summary>
    public const string IdentityConflict = "identity-conflict";

    /// <summary>A signing certificate of an identity provider ends soon (the federation's id).</summary>
    public const string CertificateEnds = "certificate-ends";

    /// <summary>A client secret that an organization gave us ends soon (the federation's id).</summary>
    public const string SecretEnds = "secret-ends";

    /// <summary>The metadata of an identity provider could not be fetched (the federation's id).</summary>
    public const string MetadataUnreachable = "metadata-unreachable";

    /// <summary>The DNS record that proves who owns a domain is missing (the domain).</summary>
    public const string DomainProofLost = "domain-proof-lost";
}

/// <summary>Something that an organization's administrator should look at. A row of the findings table.</summary>
sealed class Finding
{
    public required Guid FindingId { get; init; }

    /// <summary>One of <see cref="FindingKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whom or what it is about; there is one open finding of a kind for it.</summary>
    public required string Subject { get; init; }

    /// <summary>A JSON object of texts: what a person needs to understand it.</summary>
    public string? Details { get; init; }

    /// <summary>How often it was seen since it was raised.</summary>
    public required long Times { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    public required DateTimeOffset LastAt { get; init; }

    /// <summary>When somebody was told by mail.</summary>
    public DateTimeOffset? MailedAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }
}
