using System.CommandLine;
using System.Text.Json.Nodes;

using Gatehouse.Server.Audit;
using Gatehouse.Server.OAuth.Applications;

namespace Gatehouse.Server.Commands;

/// <summary>gatehouse applications …: what people of an organization sign in to, by OpenID Connect.</summary>
static class ApplicationCommands
{
    public static Command Create() => new("applications", "Register applications that people sign in to") { CreateCreate(), CreateList() };

    static Command CreateCreate()
    {
        var organization = CommonOptions.Organization();
        var name = new Option<string>("--name") { Description = "The name that people see on the sign-in page", HelpName = "NAME", Required = true };
        var redirect = new Option<string[]>("--redirect-uri") { Description = "Where codes are sent; may be repeated", HelpName = "URI", Required = true };
        var afterwards = new Option<string[]>("--post-logout-redirect-uri") { Description = "Where people go after signing out; may be repeated", HelpName = "URI" };
        var isPublic = new Option<bool>("--public") { Description = "It runs where no secret can be kept: in a browser, on a phone, in a terminal" };
        var withoutPkce = new Option<bool>("--without-pkce") { Description = "For a confidential client that cannot do PKCE" };
        var thirdParty = new Option<bool>("--third-party") { Description = "It is somebody else's: people are asked before it learns of them" };
        var deviceFlow = new Option<bool>("--device-flow") { Description = "Devices without a browser may ask for a sign-in on another device" };
        var backChannel = new Option<string?>("--back-channel-logout-uri") { Description = "Where it is told that a sign-in has ended", HelpName = "URI" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("create", "Register an application")
        {
            organization, name, redirect, afterwards, isPublic, withoutPkce, thirdParty, deviceFlow, backChannel, data, output,
        };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var isNative = parsed.GetValue(isPublic);
            if (isNative && parsed.GetValue(withoutPkce))
                throw new CommandException("A public application needs PKCE: it has nothing else to protect its codes with.");

            var settings = new ApplicationSettings
            {
                RedirectUris = [.. parsed.GetRequiredValue(redirect).Select(uri => Checked(uri, isNative))],
                PostLogoutRedirectUris = [.. (parsed.GetValue(afterwards) ?? []).Select(uri => Checked(uri, isNative))],
                RequiresPkce = !parsed.GetValue(withoutPkce),
                IsThirdParty = parsed.GetValue(thirdParty),
                AllowsDeviceFlow = parsed.GetValue(deviceFlow),
                BackChannelLogoutUri = parsed.GetValue(backChannel) is { } uri ? Checked(uri, isNative: false) : null,
            };
            var (id, secret) = await context.Database.WriteAsync(owner.Id, async db =>
            {
                var created = await context.Get<ApplicationRegister>().CreateAsync(db, parsed.GetRequiredValue(name), isNative, settings, stop);
                await context.Get<AuditLog>().AppendAsync(db, OperatorEvents.Of("application.created", "application", created.Id.ToString()), stop);
                return created;
            }, stop);

            var answer = new JsonObject { ["clientId"] = id.ToString(), ["clientSecret"] = secret };
            context.Write(answer, secret is null ? null : "The secret is not shown again.");
        });
        return command;
    }

    static Command CreateList()
    {
        var organization = CommonOptions.Organization();
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("list", "List an organization's applications") { organization, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var applications = await context.Database.ReadAsync(owner.Id, db => context.Get<ApplicationRegister>().ListAsync(db, stop), stop);
            context.WriteList("applications", [.. applications.Select(static one => new JsonObject
            {
                ["clientId"] = one.Id.ToString(), ["name"] = one.Name, ["public"] = one.IsPublic,
                ["redirectUris"] = new JsonArray([.. one.Settings.RedirectUris.Select(static uri => JsonValue.Create(uri))]),
            })], "There are no applications.");
        });
        return command;
    }

    static string Checked(string text, bool isNative) => RedirectAddress.IsUsable(text, isNative) ? text : throw new CommandException(
        $"'{text}' cannot be a redirect address: use https, http at a loopback address, or for a public application a scheme such as example.contoso.app, without a fragment.");
}
