using Gatehouse.Server.Mail;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

namespace Gatehouse.Server;

/// <summary>How this installation runs. What belongs to an organization is data, never configuration.</summary>
sealed record GatehouseOptions
{
    /// <summary>The address that clients and browsers use; every URL we hand out begins with it.</summary>
    public required Uri PublicUrl { get; init; }

    /// <summary>Where SQLite and the sealing key are kept.</summary>
    public required string DataDirectory { get; init; }

    public required DatabaseOptions Database { get; init; }

    public SecretOptions Secrets { get; init; } = new(null);

    public LimitOptions Limits { get; init; } = new();

    public PasswordOptions Passwords { get; init; } = new(null);
    public PageLinks Pages { get; init; } = new();
    public OutboundOptions Outbound { get; init; } = new([]);
    public DomainOptions Domains { get; init; } = new([]);
    public MailOptions Mail { get; init; } = new();

    /// <summary>Where mails become files as long as no mail server is named.</summary>
    public string MailDirectory => Mail.Directory ?? Path.Combine(DataDirectory, "mail");
}

/// <summary>What passwords are judged by.</summary>
/// <param name="BreachedFile">A sorted list of leaked passwords' SHA-1, or null.</param>
sealed record PasswordOptions(string? BreachedFile);

/// <summary>What our own requests to organizations' addresses may reach.</summary>
/// <param name="AllowedNetworks">Inside networks that organizations' addresses may lead to, also without TLS: on-premises systems.</param>
sealed record OutboundOptions(IReadOnlyList<System.Net.IPNetwork> AllowedNetworks);

/// <summary>How it is found out who owns a domain.</summary>
/// <param name="DnsServers">Who is asked, or none for those of the system.</param>
sealed record DomainOptions(IReadOnlyList<System.Net.IPEndPoint> DnsServers);

/// <summary>What one organization may ask for at most, so that others get their share.</summary>
sealed record LimitOptions
{
    public int OrganizationRequestsPerSecond { get; init; } = 1_000;

    public int ClientRequestsPerSecond { get; init; } = 1_000;

    /// <summary>Requests of an organization that are at work at the same time; more wait.</summary>
    public int OrganizationRequestsAtOnce { get; init; } = 16;
}

/// <summary>Keys that are not in the database.</summary>
/// <param name="Key">32 bytes in base64 that seal stored secrets; null to keep a key file in the data directory.</param>
sealed record SecretOptions(string? Key);

/// <summary>The installation is not configured as it must be. The message says what to change.</summary>
sealed class ConfigurationException(string message) : Exception(message);
