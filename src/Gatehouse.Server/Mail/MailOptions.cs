using System.Net;

namespace Gatehouse.Server.Mail;

/// <summary>How the connection to the mail server is protected.</summary>
enum MailSecurity
{
    /// <summary>Begins in clear and turns to TLS before anything is said; a server that does not offer it gets no mail.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>In clear, for a server on the same machine only.</summary>
    None,
}

/// <summary>Where mails go. Without a host they become files.</summary>
sealed record MailOptions
{
    public EmailAddress From { get; init; } = EmailAddress.Parse("gatehouse@localhost");

    public string? Host { get; init; }

    public int? Port { get; init; }

    public MailSecurity Security { get; init; }

    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>The folder of files when there is no host, or null for one in the data folder.</summary>
    public string? Directory { get; init; }

    /// <summary>The port as given, or the one that is usual.</summary>
    public int PortToUse => Port ?? Security switch
    {
        MailSecurity.Tls => 465,
        MailSecurity.None => 25,
        _ => 587,
    };

    /// <summary>The same, but written to a folder if one is given.</summary>
    public MailOptions Into(string? folder) => string.IsNullOrEmpty(folder) ? this : new() { From = From, Directory = Path.GetFullPath(folder) };

    /// <summary>What does not go together, told to the operator; or null.</summary>
    public string? Contradiction => this switch
    {
        { Host: not null, Directory: not null } => "Mail:Host and Mail:Directory are both set. Keep the host to send mails, or the folder to have them written.",
        { Host: null, Port: not null } or { Host: null, UserName: not null } or { Host: null, Password: not null } =>
            "Mail:Port, Mail:UserName and Mail:Password are settings of a mail server. Name it with Mail:Host.",
        { UserName: null, Password: not null } or { UserName: not null, Password: null } => "Mail:UserName and Mail:Password go together. Set both or neither.",
        { Host: not null, Security: MailSecurity.None } when !IsLoopback(Host) =>
            $"Mail:Security is none, which is for a mail server on this machine, and '{Host}' is not. Set it to starttls or tls.",
        _ => null,
    };

    static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
