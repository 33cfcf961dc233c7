using System.CommandLine;
using System.Text.Json.Nodes;

using Gatehouse.Server.Federation;
using Gatehouse.Server.Federation.Saml;

namespace Gatehouse.Server.Commands;

/// <summary>gatehouse federations update: changes what is set for a federation, and leaves the rest as it is.</summary>
static class FederationUpdateCommand
{
    public static Command Create()
    {
        var federation = new Argument<string>("ID") { Description = "The federation's id" };
        var name = new Option<string?>("--name") { Description = "What people see", HelpName = "NAME" };
        var domain = new Option<string[]>("--domain") { Description = "A domain that it speaks for besides; may be repeated", HelpName = "DOMAIN" };
        var removed = new Option<string[]>("--remove-domain") { Description = "A domain that it speaks for no longer; may be repeated", HelpName = "DOMAIN" };
        var autoCreate = Switch("--auto-create", "Whether whoever is not provisioned yet gets an account at the first sign-in");
        var autoUpdate = Switch("--auto-update", "Whether names follow the identity provider, where provisioning does not own them");
        var linkById = Switch("--link-by-external-id", "Whether a provisioned user whose externalId is the identity provider's id is that person");
        var linkByAddress = Switch("--link-by-address", "Whether a user with the same address in a verified domain is that person, once");
        var trustsFactor = Switch("--trust-second-factor", "Whether a second factor that the identity provider asked for counts here");
        var claim = new Option<string[]>("--claim") { Description = "Where something is found, as key=claim; may be repeated", HelpName = "email=mail" };
        var metadataFile = new Option<FileInfo?>("--metadata-file") { Description = "The SAML identity provider's new metadata as a file", HelpName = "FILE" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("update", "Change a federation's domains, switches or claims; what is not given stays")
        {
            federation, name, domain, removed, autoCreate, autoUpdate, linkById, linkByAddress, trustsFactor, claim, metadataFile, data, output,
        };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var id = FederationCommands.IdOf(parsed.GetRequiredValue(federation));
            var document = parsed.GetValue(metadataFile) is { } file ? await ReadAsync(file, stop) : null;
            var changed = await FederationCommands.WriteAsync(context, id.Organization, db => context.Get<FederationRegister>().UpdateAsync(
                db, id, before => before with
                {
                    Name = parsed.GetValue(name) ?? before.Name, Metadata = MetadataOf(before, document),
                    Settings = before.Settings with
                    {
                        Claims = (parsed.GetValue(claim) ?? []).Aggregate(before.Settings.Claims, With),
                        CreatesUsers = IsOn(parsed.GetValue(autoCreate)) ?? before.Settings.CreatesUsers,
                        UpdatesUsers = IsOn(parsed.GetValue(autoUpdate)) ?? before.Settings.UpdatesUsers,
                        LinksByExternalId = IsOn(parsed.GetValue(linkById)) ?? before.Settings.LinksByExternalId,
                        LinksByAddress = IsOn(parsed.GetValue(linkByAddress)) ?? before.Settings.LinksByAddress,
                        TrustsSecondFactor = IsOn(parsed.GetValue(trustsFactor)) ?? before.Settings.TrustsSecondFactor,
                    },
                },
                Names(parsed.GetValue(domain)), Names(parsed.GetValue(removed)), OperatorEvents.Of("federation.changed", "federation", ""), stop), stop);
            context.Write(new JsonObject
            {
                ["federationId"] = id.ToString(), ["name"] = changed.Name, ["state"] = changed.State, ["autoCreate"] = changed.Settings.CreatesUsers,
                ["autoUpdate"] = changed.Settings.UpdatesUsers, ["linkByExternalId"] = changed.Settings.LinksByExternalId,
                ["linkByAddress"] = changed.Settings.LinksByAddress, ["trustSecondFactor"] = changed.Settings.TrustsSecondFactor,
                ["domains"] = await FederationCommands.DomainsOfAsync(context, changed, stop),
            });
        });
        return command;
    }

    static Option<string?> Switch(string option, string description)
    {
        var made = new Option<string?>(option) { Description = $"{description} (on or off)" };
        made.AcceptOnlyFromAmong("on", "off");
        return made;
    }

    static bool? IsOn(string? text) => text is null ? null : text == "on";

    static IReadOnlyList<string> Names(string[]? texts) => [.. (texts ?? []).Select(static one => one.Trim().ToLowerInvariant()).Distinct(StringComparer.Ordinal)];

    static Task<string> ReadAsync(FileInfo file, CancellationToken stop) =>
        FederationCommands.GuardAsync(async () => (await FederationCommands.ReadMetadataAsync(file, stop)).Document);

    static string? MetadataOf(IdentityProvider before, string? document)
    {
        if (document is null)
            return before.Metadata;
        if (before.Protocol != IdentityProvider.Saml)
            throw new FederationInputException("Only a SAML federation has metadata.");

        var renewed = before with { Metadata = document };
        return SamlConnections.MetadataOf(renewed).EntityId == SamlConnections.MetadataOf(before).EntityId
            ? document
            : throw new FederationInputException("The metadata are another identity provider's. Add a federation for it, and disable this one.");
    }

    /// <summary>Adds a mapping as it was typed.</summary>
    public static ClaimNames With(ClaimNames names, string text) => text.Split('=', 2) is [var key, { Length: > 0 } value] && ClaimNames.Keys.Contains(key)
        ? names.With(key, value)
        : throw new FederationInputException($"'{text}' is no mapping. Write it like userId=oid; the keys are {string.Join(", ", ClaimNames.Keys)}.");
}
