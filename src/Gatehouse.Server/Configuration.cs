using System.Globalization;

using Gatehouse.Scim;
using Gatehouse.Server.Mail;
using Gatehouse.Server.Scim;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server;

/// <summary>
/// Reads the configuration: gatehouse.json in the working folder, then variables (<c>GATEHOUSE__PublicUrl</c>, and the bare names
/// <c>ConnectionStrings__Gatehouse</c> and <c>Database__Provider</c>), then what the command line says. Unknown names stop the start.
/// </summary>
sealed class Configuration
{
    public const string FileName = "gatehouse.json";
    public const string DefaultUrl = "http://127.0.0.1:5080";

    static readonly string[] Known =
    [
        "PublicUrl", "DataDirectory", "Database:Provider", "ConnectionStrings:Gatehouse", "Secrets:Key",
        "Limits:OrganizationRequestsPerSecond", "Limits:ClientRequestsPerSecond", "Limits:OrganizationRequestsAtOnce",
        "Passwords:BreachedFile",
        "Outbound:AllowedNetworks", "Domains:DnsServers",
        "Pages:HelpUrl", "Pages:PrivacyUrl",
        "Mail:From", "Mail:Host", "Mail:Port", "Mail:Security", "Mail:UserName", "Mail:Password", "Mail:Directory",
    ];

    readonly Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ConfigurationException">A name is unknown.</exception>
    public static Configuration Read()
    {
        var configuration = new Configuration();
        configuration.Add(ReadFile(Path.GetFullPath(FileName)), FileName);
        configuration.Add(new ConfigurationBuilder().AddEnvironmentVariables("GATEHOUSE__").Build(), "the environment (GATEHOUSE__…)");

        // The names .NET operators know work too.
        foreach (var name in (string[])["ConnectionStrings:Gatehouse", "Database:Provider"])
        {
            if (Environment.GetEnvironmentVariable(name.Replace(":", "__", StringComparison.Ordinal)) is { Length: > 0 } value)
                configuration.values[name] = value;
        }

        return configuration;
    }

    static IConfigurationRoot ReadFile(string path)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(path, optional: true).Build();
        }
        catch (InvalidDataException unreadable)
        {
            throw new ConfigurationException($"{path} cannot be read as JSON: {unreadable.GetBaseException().Message}");
        }
    }

    public string? PublicUrl => values.GetValueOrDefault("PublicUrl");

    /// <exception cref="ConfigurationException">A value cannot be used.</exception>
    public GatehouseOptions ToOptions(string? dataDirectory, string publicUrl)
    {
        var data = Path.GetFullPath(dataDirectory ?? values.GetValueOrDefault("DataDirectory") ?? "data");
        return new GatehouseOptions
        {
            PublicUrl = ParseUrl(publicUrl),
            DataDirectory = data,
            Database = DatabaseOf(data),
            Secrets = new(values.GetValueOrDefault("Secrets:Key")),
            Limits = ReadLimits(),
            Passwords = ReadPasswords(),
            Pages = new(ReadLink("Pages:HelpUrl"), ReadLink("Pages:PrivacyUrl")),
            Outbound = ReadOutbound(),
            Domains = ReadDomains(),
            Mail = ReadMail(),
        };
    }

    LimitOptions ReadLimits()
    {
        var defaults = new LimitOptions();
        return new()
        {
            OrganizationRequestsPerSecond = ReadNumber(
                "Limits:OrganizationRequestsPerSecond", RequestLimits.FewestPerSecond, defaults.OrganizationRequestsPerSecond),
            ClientRequestsPerSecond = ReadNumber("Limits:ClientRequestsPerSecond", RequestLimits.FewestPerSecond, defaults.ClientRequestsPerSecond),
            OrganizationRequestsAtOnce = ReadNumber("Limits:OrganizationRequestsAtOnce", 1, defaults.OrganizationRequestsAtOnce),
        };
    }

    PasswordOptions ReadPasswords()
    {
        var file = values.GetValueOrDefault("Passwords:BreachedFile");
        return file is null || File.Exists(file)
            ? new(file)
            : throw new ConfigurationException($"Passwords:BreachedFile is '{file}', and there is no such file.");
    }

    OutboundOptions ReadOutbound() => new(
    [
        .. (values.GetValueOrDefault("Outbound:AllowedNetworks") ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(
            static text => System.Net.IPNetwork.TryParse(text, out var network) ? network : throw new ConfigurationException(
                $"Outbound:AllowedNetworks has '{text}', which is no network such as 10.20.0.0/16. Separate several by commas.")),
    ]);

    DomainOptions ReadDomains() => new(
    [
        .. (values.GetValueOrDefault("Domains:DnsServers") ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(
            static text => System.Net.IPEndPoint.TryParse(text, out var server) ? (server.Port == 0 ? new(server.Address, 53) : server)
                : throw new ConfigurationException($"Domains:DnsServers has '{text}', which is no address such as 192.0.2.53 or 192.0.2.53:5353. Separate several by commas.")),
    ]);

    int ReadNumber(string name, int least, int otherwise) => FindNumber(name, least, 1_000_000) ?? otherwise;

    int? FindNumber(string name, int least, int most)
    {
        if (!values.TryGetValue(name, out var text))
            return null;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ConfigurationException($"{name} is '{text}'; it must be a whole number from {least} to {most}.");
    }

    Uri? ReadLink(string name)
    {
        if (!values.TryGetValue(name, out var text))
            return null;

        return Uri.TryCreate(text, UriKind.Absolute, out var link) && link.Scheme is "http" or "https" or "mailto"
            ? link
            : throw new ConfigurationException($"{name} is '{text}'; it must be a whole address, such as https://help.example.com or mailto:help@example.com.");
    }

    MailOptions ReadMail()
    {
        var mail = new MailOptions
        {
            From = ReadSender(),
            Host = FindText("Mail:Host"),
            Port = FindNumber("Mail:Port", 1, ushort.MaxValue),
            Security = ReadSecurity(),
            UserName = FindText("Mail:UserName"),
            Password = FindText("Mail:Password"),
            Directory = FindText("Mail:Directory") is { } folder ? Path.GetFullPath(folder) : null,
        };
        if (mail.Contradiction is { } contradiction)
            throw new ConfigurationException(contradiction);

        return mail;
    }

    // An empty variable is how container files leave a setting out.
    string? FindText(string name) => values.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    EmailAddress ReadSender()
    {
        if (FindText("Mail:From") is not { } text)
            return new MailOptions().From;

        return EmailAddress.TryParse(text, out var address)
            ? address
            : throw new ConfigurationException($"Mail:From is '{text}'; it must be an address without a name, such as gatehouse@contoso.example.");
    }

    MailSecurity ReadSecurity() => values.GetValueOrDefault("Mail:Security")?.ToLowerInvariant() switch
    {
        null or "starttls" => MailSecurity.StartTls,
        "tls" => MailSecurity.Tls,
        "none" => MailSecurity.None,
        _ => throw new ConfigurationException($"Mail:Security is '{values["Mail:Security"]}'; it must be starttls, tls or none."),
    };

    /// <exception cref="ConfigurationException">A value cannot be used.</exception>
    public DatabaseOptions DatabaseOf(string dataDirectory)
    {
        var provider = values.GetValueOrDefault("Database:Provider") ?? nameof(DatabaseProvider.Sqlite);
        if (provider.Equals(nameof(DatabaseProvider.Sqlite), StringComparison.OrdinalIgnoreCase))
            return DatabaseOptions.SqliteIn(dataDirectory);
        if (!provider.Equals(nameof(DatabaseProvider.PostgreSql), StringComparison.OrdinalIgnoreCase))
            throw new ConfigurationException($"Database:Provider is '{provider}'; it must be Sqlite or PostgreSql.");

        return values.TryGetValue("ConnectionStrings:Gatehouse", out var connectionString)
            ? DatabaseOptions.PostgreSqlAt(connectionString)
            : throw new ConfigurationException("Database:Provider is PostgreSql, but ConnectionStrings:Gatehouse is missing.");
    }

    /// <exception cref="ConfigurationException">No address that clients could use.</exception>
    public static Uri ParseUrl(string text) =>
        Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0 && url.Fragment.Length == 0
            ? url
            : throw new ConfigurationException($"The public URL '{text}' must be an http or https address without query, such as https://id.example.com.");

    void Add(IConfigurationRoot source, string origin)
    {
        foreach (var (name, value) in source.AsEnumerable())
        {
            if (value is null)
                continue;

            if (!Known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                var meant = NearestName.Of(name, Known) is { } nearest ? $" Did you mean '{nearest}'?" : "";
                throw new ConfigurationException($"'{name}' in {origin} is not a setting.{meant} Known are: {string.Join(", ", Known)}.");
            }

            values[name] = value;
        }
    }
}
