using System.CommandLine;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Clients;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Keys;
using Gatehouse.Server.Mail;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;

using Spectre.Console;

namespace Gatehouse.Server.Commands.Demo;

/// <summary>gatehouse demo: from nothing to a provisioned organization, over HTTP, as Entra would do it.</summary>
static class DemoCommand
{
    const int People = 500;
    const int Groups = 20;

    public static Command Create()
    {
        var exit = new Option<bool>("--exit") { Description = "End when the demo is done instead of leaving the server running" };
        var urls = new Option<string>("--urls") { Description = "Address to listen on", DefaultValueFactory = static _ => Configuration.DefaultUrl };
        var (data, publicUrl, mail) = (CommonOptions.Data(), CommonOptions.PublicUrl(), CommonOptions.MailDirectory());
        var command = new Command("demo", "Start a server on embedded SQLite and provision a generated company into it") { exit, urls, data, publicUrl, mail };
        command.SetAction((parsed, stop) => CommandContext.GuardAsync(parsed, async () =>
        {
            var url = parsed.GetRequiredValue(urls).TrimEnd('/');
            var folder = Path.GetFullPath(parsed.GetValue(data) ?? Path.Combine("data", "demo"));
            var options = new GatehouseOptions
            {
                PublicUrl = Configuration.ParseUrl(parsed.GetValue(publicUrl) ?? url), DataDirectory = folder, Database = DatabaseOptions.SqliteIn(folder),
                Mail = new MailOptions().Into(parsed.GetValue(mail)),
            };
            await RunAsync(options, url, parsed.GetValue(exit), AnsiConsole.Console, stop);
        }));
        return command;
    }

    static async Task RunAsync(GatehouseOptions options, string url, bool exit, IAnsiConsole console, CancellationToken stop)
    {
        await using var app = await ServeCommand.StartAsync(options, [url], stop);
        var access = await GrantAccessAsync(app.Services, options.PublicUrl.AbsoluteUri.TrimEnd('/'), stop);
        console.MarkupLineInterpolated($"[bold]Gatehouse[/] serves {url}. Organization [bold]{access.OrganizationName}[/] was created in {options.DataDirectory}.");
        console.MarkupLineInterpolated($"Mails are written to {options.MailDirectory}.");

        using var http = new HttpClient();
        // Not at the public URL, which may lead through a proxy that does not run yet.
        var provisioner = new DemoProvisioner(http, $"{url}/scim/v2", new DemoCompany(People, Groups));
        await provisioner.FetchTokenAsync($"{url}/oauth/v2/token", access.ClientId, access.ClientSecret, stop);
        var steps = await ProvisionAsync(provisioner, console, stop);
        var refusal = await provisioner.SendUnexpectedAsync(stop);

        var person = await OpenAccountAsync(app.Services, access.OrganizationId, options.PublicUrl.AbsoluteUri.TrimEnd('/'), stop);
        DemoReport.Write(console, access, person, steps, refusal, exit);
        if (!exit)
            await app.WaitForShutdownAsync(stop);
        await app.StopAsync(CancellationToken.None);
    }

    static Task<IReadOnlyList<DemoStep>> ProvisionAsync(DemoProvisioner provisioner, IAnsiConsole console, CancellationToken stop) =>
        console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask("Provisioning", maxValue: provisioner.TotalSteps);
                return await provisioner.RunAsync(step =>
                {
                    bar.Description = step;
                    bar.Increment(1);
                }, stop);
            });

    static async Task<DemoAccess> GrantAccessAsync(IServiceProvider services, string url, CancellationToken stop)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        var id = OrganizationId.New(clock);
        var name = $"Contoso {clock.GetUtcNow():yyyy-MM-dd HH:mm:ss}";
        var (clients, audit) = (services.GetRequiredService<ClientRegister>(), services.GetRequiredService<AuditLog>());
        var (client, secret) = await services.GetRequiredService<Database>().WriteAsync(id, async db =>
        {
            await services.GetRequiredService<OrganizationRegister>().CreateAsync(db, name, SchemaProfile.EntraDefault, stop);
            await audit.AppendAsync(db, OperatorEvents.Of("organization.created", "organization", id.ToString()), stop);
            var created = await clients.CreateAsync(db, "Demo provisioning", ScimScopes.Default, AccessTokens.DefaultLifetime, stop);
            await audit.AppendAsync(db, OperatorEvents.Of("client.created", "client", created.ToString()), stop);
            return (created, (await clients.AddSecretAsync(db, created, null, stop))!.Value.Secret);
        }, stop);
        return new(id.ToString(), name, client.ToString(), secret, $"{url}/scim/v2", $"{url}/oauth/v2/token");
    }

    /// <summary>Gives one of those who were provisioned a password, as an administrator's invitation would.</summary>
    static async Task<DemoSignIn> OpenAccountAsync(IServiceProvider services, string organization, string url, CancellationToken stop)
    {
        var (database, users) = (services.GetRequiredService<Database>(), services.GetRequiredService<Users>());
        _ = OrganizationId.TryParse(organization, out var owner);
        var password = Secrets.Text("")[..20];
        var hash = await services.GetRequiredService<PasswordHashing>().HashAsync(password, stop);
        var first = await database.ReadAsync(owner, db => users.ListAsync(db, new RowQuery(RowCondition.All, null, Descending: false, null, 0, People), stop), stop);
        var user = first.First(static one => one.Read()["active"].AsBoolean == true);
        var address = await database.WriteAsync(owner, db => services.GetRequiredService<LocalAccountRegister>().SetPasswordAsync(
            db, new UserId(user.UserId), hash, OperatorEvents.Of("password.changed", "user", user.UserId.ToString("D")), stop), stop);
        return new($"{url}/sign-in?organization={organization}", address ?? throw new InvalidOperationException("A demo's person has no address."), password);
    }
}
