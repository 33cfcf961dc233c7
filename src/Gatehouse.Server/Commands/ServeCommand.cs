using System.CommandLine;
using System.Net.Sockets;

using Gatehouse.Server.Console;
using Gatehouse.Server.Storage;

using Microsoft.AspNetCore.Connections;

namespace Gatehouse.Server.Commands;

/// <summary>gatehouse serve</summary>
static class ServeCommand
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls") { Description = "Addresses to listen on, separated by semicolons", DefaultValueFactory = static _ => Configuration.DefaultUrl };
        var (data, publicUrl, mail) = (CommonOptions.Data(), CommonOptions.PublicUrl(), CommonOptions.MailDirectory());
        var command = new Command("serve", "Run the server") { urls, data, publicUrl, mail };
        command.SetAction((parsed, stop) => CommandContext.GuardAsync(parsed, async () =>
        {
            var listen = parsed.GetRequiredValue(urls).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var configuration = Configuration.Read();
            var options = configuration.ToOptions(parsed.GetValue(data), parsed.GetValue(publicUrl) ?? configuration.PublicUrl ?? listen.FirstOrDefault(""));
            options = options with { Mail = options.Mail.Into(parsed.GetValue(mail)) };

            await using var app = await StartAsync(options, listen, stop);
            var url = options.PublicUrl.AbsoluteUri.TrimEnd('/');
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"""
                Gatehouse serves {url}
                  SCIM (Tenant URL)  {url}/scim/v2
                  Token endpoint     {url}/oauth/v2/token
                  Console            {url}/console
                {WhereMailsGo(options)}
                {await OperatorAdviceAsync(app.Services, options.PublicUrl, stop)}Create an organization with 'gatehouse organizations create NAME'. Stop with Ctrl+C.
                """);
            await app.WaitForShutdownAsync(stop);
        }));
        return command;
    }

    /// <summary>Starts the server and tells commands on the same database its address.</summary>
    /// <exception cref="CommandException">An address is taken or is none.</exception>
    public static async Task<WebApplication> StartAsync(GatehouseOptions options, string[] urls, CancellationToken stop)
    {
        if (urls.Length == 0 || Array.Find(urls, static url => !IsListening(url)) is not null)
            throw new CommandException($"'{string.Join(';', urls)}' is no address to listen on. Write --urls like {Configuration.DefaultUrl}; TLS is left to a proxy.");

        new Migrator(options.Database).Prepare();
        var app = GatehouseHost.Build(options, urls);
        try
        {
            await app.StartAsync(stop);
            await app.Services.GetRequiredService<InstanceSettings>().SetAsync(InstanceSettings.PublicUrl, options.PublicUrl.AbsoluteUri, stop);
            return app;
        }
        catch (Exception refused) when (refused is SocketException or IOException { InnerException: AddressInUseException })
        {
            await app.DisposeAsync();
            throw new CommandException($"Cannot listen at {string.Join(" and ", urls)}: {refused.Message} Choose another address with --urls.");
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>To standard output alone: whoever reads a log or a trace must not become an operator (S80).</summary>
    static async Task<string> OperatorAdviceAsync(IServiceProvider services, Uri publicUrl, CancellationToken stop) =>
        await services.GetRequiredService<FirstOperatorLinks>().NewAsync(publicUrl, stop) is { } link
            ? $"""
                There is no operator yet. Whoever opens this link within {FirstOperatorLinks.Lifetime.TotalMinutes:0} minutes becomes the first one:
                  {link.AbsoluteUri}

                """
            : "";

    static string WhereMailsGo(GatehouseOptions options) => options.Mail switch
    {
        { Host: { } host } => $"Mails are sent through {host}.",
        { Directory: null } => $"Mails are not sent: without Mail:Host they are written to {options.MailDirectory}.",
        _ => $"Mails are written to {options.MailDirectory}.",
    };

    static bool IsListening(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http", Port: <= ushort.MaxValue, PathBase: "" };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
