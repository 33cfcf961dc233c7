using System.Diagnostics;

using Gatehouse.Server.Mail;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.DependencyInjection;

using MimeKit;

namespace Gatehouse.Server.Tests.Mail;

/// <summary>The host delivers by itself; without any setting to the data folder.</summary>
public abstract class ServingMailTests(OAuthServer server) : OAuthTest(server)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_mail_becomes_a_file_soon_after_its_commit()
    {
        var organization = OrganizationId.New(TimeProvider.System);
        var mail = MailTexts.SignInCode(new(EmailAddress.Parse("noor@contoso.example"), "Noor", "de"), "Contoso", "482 913", TimeSpan.FromMinutes(10));

        var id = await Database.WriteAsync(organization, db => Services.GetRequiredService<Outbox>().AppendAsync(db, mail, Stop), Stop);

        var message = await MimeMessage.LoadAsync(await FileOfAsync(id), Stop);
        Assert.Equal("noor@contoso.example", message.To.ToString());
        Assert.Equal("gatehouse@localhost", message.From.ToString());
        Assert.Contains("482 913", message.TextBody!, StringComparison.Ordinal);
    }

    async Task<string> FileOfAsync(Guid id)
    {
        var folder = Services.GetRequiredService<GatehouseOptions>().MailDirectory;
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(50, Stop))
        {
            if (System.IO.Directory.Exists(folder) && System.IO.Directory.GetFiles(folder, $"*{id:N}.eml") is [var file])
                return file;
        }

        throw new TimeoutException("No file came.");
    }
}

public sealed class ServingMailOnSqlite(SqliteServer server) : ServingMailTests(server);

public sealed class ServingMailOnPostgreSql(PostgreSqlServer server) : ServingMailTests(server);
