namespace Gatehouse.Server.Mail;

/// <summary>
/// Owns the mails Gatehouse sends: their words in each language, the outbox_mails table that they wait in, the
/// mail_counts table that limits those which anybody can cause, and delivery by SMTP or as files.
/// Does not own who may be written to and how often; that is decided by the feature that appends a mail to its transaction.
/// </summary>
static class MailModule
{
    /// <summary>What commands need as well as the server: a mail they append is delivered by a server.</summary>
    public static void AddCore(IServiceCollection services)
    {
        services.AddSingleton<Outbox>();
        services.AddSingleton<MailCounts>();
    }

    public static void Add(IServiceCollection services, MailOptions options)
    {
        AddCore(services);
        services.AddSingleton(options);
        services.AddSingleton<IMailTransport>(provider => options.Host is { } host
            ? new SmtpTransport(host, options)
            : new DirectoryTransport(provider.GetRequiredService<GatehouseOptions>().MailDirectory));
        services.AddHostedService<MailDelivery>();
    }
}
