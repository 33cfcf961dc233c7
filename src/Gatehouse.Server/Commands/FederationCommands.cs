using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

using Gatehouse.Saml.Metadata;
using Gatehouse.Server.Federation;
using Gatehouse.Server.Federation.Oidc;
using Gatehouse.Server.Federation.Saml;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Commands;

/// <summary>gatehouse federations …: identity providers that organizations have their people sign in at.</summary>
static class FederationCommands
{
    public static Command Create() => new("federations", "Connect organizations' own identity providers, by OpenID Connect or SAML")
    {
        CreateAddOidc(), CreateReserve(), CreateAddSaml(), CreateList(), CreateTest(), FederationUpdateCommand.Create(), CreateSetSecret(), CreateSetState("enable", IdentityProvider.Active),
        CreateSetState("disable", IdentityProvider.Disabled),
    };

    static Command CreateAddOidc()
    {
        var organization = CommonOptions.Organization();
        var common = new Shared();
        var issuer = new Option<string>("--issuer") { Description = "The issuer, as its discovery document says it", HelpName = "URL", Required = true };
        var clientId = new Option<string>("--client-id") { Description = "The client ID that the provider has given us", HelpName = "ID", Required = true };
        var secret = new Option<bool>("--client-secret-stdin") { Description = "Read the client secret from standard input, one line" };
        var secretEnds = new Option<string?>("--client-secret-ends") { Description = "The day on which it ends, to be reminded before", HelpName = "YYYY-MM-DD" };
        var usesKey = new Option<bool>("--private-key-jwt") { Description = "Show who we are by a key that is made here, instead of a secret" };
        var scope = new Option<string>("--scope") { Description = "Scopes, separated by blanks", DefaultValueFactory = static _ => "openid profile email" };
        var tenant = new Option<string?>("--tenant") { Description = "What tid has to be; for Microsoft Entra ID it is taken from the issuer", HelpName = "ID" };
        var (data, publicUrl, output) = (CommonOptions.Data(), CommonOptions.PublicUrl(), CommonOptions.Output());
        var command = new Command("add-oidc", "Connect an OpenID provider")
        {
            organization, issuer, clientId, secret, secretEnds, usesKey, scope, tenant, data, publicUrl, output,
        };
        common.AddTo(command);
        CommandContext.SetAction(command, data, publicUrl, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var hasKey = parsed.GetValue(usesKey);
            if (hasKey == parsed.GetValue(secret))
                throw new CommandException("Give the client secret with --client-secret-stdin, or use --private-key-jwt instead of one.");

            var url = parsed.GetRequiredValue(issuer).Trim();
            var isMicrosofts = FederationRegister.IsMicrosofts(url);
            var settings = common.Settings(parsed, isMicrosofts ? ClaimNames.OfEntra : ClaimNames.OfOidc) with
            {
                Oidc = new()
                {
                    Issuer = url, ClientId = parsed.GetRequiredValue(clientId).Trim(), UsesKey = hasKey, SecretEndsAt = DayOf(parsed.GetValue(secretEnds)),
                    Scopes = [.. parsed.GetRequiredValue(scope).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)],
                    Tenant = parsed.GetValue(tenant) ?? (isMicrosofts ? FederationRegister.TenantOf(url) : null),
                },
            };
            var input = common.Input(parsed, settings, new Uri(url, UriKind.RelativeOrAbsolute) is { IsAbsoluteUri: true } at ? at.Host : url) with
            {
                ClientSecret = hasKey ? null : (await System.Console.In.ReadLineAsync(stop))?.Trim(),
            };
            var root = await context.PublicUrlAsync(stop);
            var provider = await WriteAsync(context, owner.Id, db => context.Get<FederationRegister>().AddAsync(
                db, reserved: null, input, new Uri(root), OperatorEvents.Of("federation.added", "federation", ""), stop), stop);

            var answer = new JsonObject { ["federationId"] = provider.Id.ToString(), ["redirectUri"] = UpstreamRegistrations.CallbackUrl(root) };
            if (hasKey)
                answer["jwksUri"] = $"{root}/federation/{provider.Id}/jwks.json";
            answer["signedOutUri"] = UpstreamRegistrations.SignedOutUrl(new Uri(root)).AbsoluteUri;
            await AddRestAsync(context, answer, provider, root, stop);
            context.Write(answer, $"Register redirectUri, and signedOutUri for signing out, at the provider. Then open trialUrl to try it.{ToProve(answer, owner.Id)}");
        });
        return command;
    }

    static Command CreateReserve()
    {
        var organization = CommonOptions.Organization();
        var name = new Option<string>("--name") { Description = "What people see", HelpName = "NAME", Required = true };
        var (data, publicUrl, output) = (CommonOptions.Data(), CommonOptions.PublicUrl(), CommonOptions.Output());
        var command = new Command("reserve", "Give a SAML federation its entity ID and addresses before anything else is known") { organization, name, data, publicUrl, output };
        CommandContext.SetAction(command, data, publicUrl, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var root = await context.PublicUrlAsync(stop);
            var provider = await WriteAsync(context, owner.Id, db => context.Get<FederationRegister>().ReserveAsync(
                db, parsed.GetRequiredValue(name), new Uri(root), OperatorEvents.Of("federation.reserved", "federation", ""), stop), stop);
            var answer = new JsonObject { ["federationId"] = provider.Id.ToString() };
            AddSamlAddresses(answer, provider.Id, root);
            context.Write(answer, $"Enter these at the identity provider, then: gatehouse federations add-saml --federation {provider.Id} --organization {owner.Id} --metadata-url URL");
        });
        return command;
    }

    static Command CreateAddSaml()
    {
        var organization = CommonOptions.Organization();
        var common = new Shared();
        var federation = new Option<string?>("--federation") { Description = "A federation that was reserved", HelpName = "ID" };
        var metadataUrl = new Option<string?>("--metadata-url") { Description = "Where the identity provider's metadata are; fetched daily", HelpName = "URL" };
        var metadataFile = new Option<FileInfo?>("--metadata-file") { Description = "The identity provider's metadata as a file", HelpName = "FILE" };
        var signs = new Option<bool>("--sign-requests") { Description = "Sign our requests although the metadata do not ask for it" };
        var (data, publicUrl, output) = (CommonOptions.Data(), CommonOptions.PublicUrl(), CommonOptions.Output());
        var command = new Command("add-saml", "Connect a SAML 2.0 identity provider") { organization, federation, metadataUrl, metadataFile, signs, data, publicUrl, output };
        common.AddTo(command);
        CommandContext.SetAction(command, data, publicUrl, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var url = parsed.GetValue(metadataUrl)?.Trim();
            var file = parsed.GetValue(metadataFile);
            if (url is null == file is null)
                throw new CommandException("Give the identity provider's metadata, either with --metadata-url or with --metadata-file.");

            var (document, metadata) = await GuardAsync(async () =>
            {
                if (url is null)
                    return await ReadMetadataAsync(file!, stop); // One of the two is given.

                context.Get<FederationRegister>().CheckedUrl(url, "metadata address");
                return await context.Get<MetadataSource>().FetchAsync(url, stop);
            });
            var settings = common.Settings(parsed, ClaimNames.OfSaml) with { Saml = new() { MetadataUrl = url, SignsRequests = parsed.GetValue(signs) } };
            var reserved = ReservedOf(parsed.GetValue(federation));
            var standardName = reserved is { } known
                ? (await GuardAsync(() => context.Database.ReadAsync(owner.Id, db => context.Get<FederationRegister>().FindReservedAsync(db, known, stop), stop))).Name
                : metadata.SignOnUrl.Host;
            var input = common.Input(parsed, settings, standardName) with { Metadata = document };
            var root = await context.PublicUrlAsync(stop);
            var provider = await WriteAsync(context, owner.Id, db => context.Get<FederationRegister>().AddAsync(
                db, reserved, input, new Uri(root), OperatorEvents.Of("federation.added", "federation", ""), stop), stop);

            var answer = new JsonObject { ["federationId"] = provider.Id.ToString() };
            AddSamlAddresses(answer, provider.Id, root);
            answer["identityProvider"] = metadata.EntityId;
            await AddRestAsync(context, answer, provider, root, stop);
            context.Write(answer, $"Enter entityId and acsUrl, or metadataUrl, at the identity provider. Then open trialUrl to try it.{WithoutTls(root)}{ToProve(answer, owner.Id)}");
        });
        return command;
    }

    /// <summary>The answer of a SAML identity provider is a form from another site, with which browsers send cookies over TLS only.</summary>
    static string WithoutTls(string root) => root.StartsWith("https:", StringComparison.Ordinal) ? "" : $"\nSAML needs https, and {root} is not: sign-ins will not come back. Serve with --public-url https://…";

    /// <summary>Domains route nobody before they are proven.</summary>
    static string ToProve(JsonObject answer, OrganizationId organization) => string.Concat(answer["domains"]!.AsArray().Where(static one => one!["verified"]?.GetValue<bool>() == false).Select(one =>
        $"\n{one!["domain"]} is not proven yet. Enter in its DNS a TXT record {one["dnsName"]} with the text {one["dnsText"]}, then: gatehouse domains check {one["domain"]} --organization {organization}"));

    /// <exception cref="CommandException">There is no such file, or it cannot be read.</exception>
    public static async Task<(string Document, IdentityProviderMetadata Metadata)> ReadMetadataAsync(FileInfo file, CancellationToken stop)
    {
        try
        {
            return MetadataSource.Read(await File.ReadAllBytesAsync(file.FullName, stop));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The metadata file cannot be read: {problem.Message}");
        }
    }

    static FederationId? ReservedOf(string? text) => text is null ? null : IdOf(text);

    /// <summary>A federation by its id as it was typed.</summary>
    public static FederationId IdOf(string text) => FederationId.TryParse(text, out var id) ? id : throw new CommandException($"'{text}' is no federation's id. See 'gatehouse federations list'.");

    static void AddSamlAddresses(JsonObject answer, FederationId id, string root)
    {
        var entityId = SamlConnections.EntityId(root, id.ToString());
        answer["entityId"] = entityId;
        answer["acsUrl"] = $"{entityId}/saml/acs";
        answer["metadataUrl"] = $"{entityId}/saml/metadata";
        answer["logoutUrl"] = $"{entityId}/saml/logout";
    }

    static async Task AddRestAsync(CommandContext context, JsonObject answer, IdentityProvider provider, string root, CancellationToken stop)
    {
        answer["state"] = provider.State;
        answer["trialUrl"] = $"{root}/federation/try/{context.Get<TrialLinks>().New(provider.Id)}";
        answer["domains"] = await DomainsOfAsync(context, provider, stop);
    }

    /// <summary>The domains that a federation speaks for, as answers show them.</summary>
    public static async Task<JsonArray> DomainsOfAsync(CommandContext context, IdentityProvider provider, CancellationToken stop) =>
        await context.Database.ReadAsync(provider.Id.Organization, async db =>
        {
            var own = (await context.Get<EmailDomains>().ListAsync(db, stop)).ToDictionary(static one => one.Name, StringComparer.Ordinal);
            var served = await context.Get<IdentityProviders>().DomainsOfAsync(db, provider.IdentityProviderId, stop);
            return new JsonArray([.. served.Select(name => own.TryGetValue(name, out var domain) ? (JsonNode)DomainCommands.Shown(domain) : new JsonObject { ["domain"] = name })]);
        }, stop);

    static Command CreateList()
    {
        var organization = CommonOptions.Organization();
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("list", "List an organization's federations") { organization, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var items = await context.Database.ReadAsync(owner.Id, async db =>
            {
                var providers = context.Get<IdentityProviders>();
                var list = new List<JsonObject>();
                foreach (var one in await providers.ListAsync(db, stop))
                    list.Add(new()
                    {
                        ["federationId"] = one.Id.ToString(), ["name"] = one.Name, ["protocol"] = one.Protocol, ["state"] = one.State,
                        ["identityProvider"] = one.Settings.Oidc?.Issuer ?? (one.Metadata is null ? null : SamlConnections.MetadataOf(one).EntityId),
                        ["domains"] = string.Join(' ', await providers.DomainsOfAsync(db, one.IdentityProviderId, stop)),
                        ["autoCreate"] = one.Settings.CreatesUsers, ["autoUpdate"] = one.Settings.UpdatesUsers,
                    });
                return list;
            }, stop);
            context.WriteList("federations", items, "There are none yet. Connect one: gatehouse federations add-oidc, or add-saml.");
        });
        return command;
    }

    static Command CreateTest()
    {
        var federation = new Argument<string>("ID") { Description = "The federation's id" };
        var (data, publicUrl, output) = (CommonOptions.Data(), CommonOptions.PublicUrl(), CommonOptions.Output());
        var command = new Command("test", "Look at an identity provider from here, and make a link to try a sign-in that changes nothing") { federation, data, publicUrl, output };
        CommandContext.SetAction(command, data, publicUrl, output, async (context, parsed, stop) =>
        {
            var provider = await FindAsync(context, parsed.GetRequiredValue(federation), stop);
            var things = await context.Get<ConnectionCheck>().LookAsync(provider, stop);
            var answer = new JsonObject
            {
                ["federationId"] = provider.Id.ToString(), ["state"] = provider.State, ["works"] = things.All(static one => one.IsRight),
                ["checks"] = new JsonArray([.. things.Select(static one => new JsonObject { ["name"] = one.Name, ["ok"] = one.IsRight, ["detail"] = one.Said })]),
                ["domains"] = await DomainsOfAsync(context, provider, stop),
                ["trialUrl"] = $"{await context.PublicUrlAsync(stop)}/federation/try/{context.Get<TrialLinks>().New(provider.Id)}",
            };
            context.Write(answer, "Open trialUrl in a browser, and sign in as somebody of the organization: nothing is created.");
            if (things.Any(static one => !one.IsRight))
                throw new CommandException("Not all is right yet; see the checks that are not ok.");
        });
        return command;
    }

    static Command CreateSetSecret()
    {
        var federation = new Argument<string>("ID") { Description = "The federation's id" };
        var ends = new Option<string?>("--client-secret-ends") { Description = "The day on which it ends, to be reminded before", HelpName = "YYYY-MM-DD" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("set-secret", "Exchange a client secret; the new one is read from standard input, one line") { federation, ends, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var id = (await FindAsync(context, parsed.GetRequiredValue(federation), stop)).Id;
            var secret = (await System.Console.In.ReadLineAsync(stop))?.Trim() ?? "";
            await WriteAsync(context, id.Organization, async db =>
            {
                await context.Get<FederationRegister>().SetSecretAsync(
                    db, id, secret, DayOf(parsed.GetValue(ends)), OperatorEvents.Of("federation.secret-changed", "federation", ""), stop);
                return true;
            }, stop);
            context.Write(new JsonObject { ["federationId"] = id.ToString(), ["secret"] = "changed" });
        });
        return command;
    }

    static Command CreateSetState(string verb, string state)
    {
        var federation = new Argument<string>("ID") { Description = "The federation's id" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command(verb, state == IdentityProvider.Active ? "Let a federation sign people in" : "Let a federation sign nobody in; people keep their accounts") { federation, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var id = (await FindAsync(context, parsed.GetRequiredValue(federation), stop)).Id;
            await WriteAsync(context, id.Organization, async db =>
            {
                await context.Get<FederationRegister>().SetStateAsync(db, id, state, OperatorEvents.Of("", "federation", ""), stop);
                return true;
            }, stop);
            context.Write(new JsonObject { ["federationId"] = id.ToString(), ["state"] = state });
        });
        return command;
    }

    static async Task<IdentityProvider> FindAsync(CommandContext context, string text, CancellationToken stop)
    {
        var id = IdOf(text);
        return await context.Database.ReadAsync(id.Organization, db => context.Get<IdentityProviders>().FindAsync(db, id.Value, stop), stop)
            ?? throw new CommandException($"There is no federation '{text}'. See 'gatehouse federations list'.");
    }

    public static Task<T> WriteAsync<T>(CommandContext context, OrganizationId organization, Func<DbScope, Task<T>> work, CancellationToken stop) =>
        GuardAsync(() => context.Database.WriteAsync(organization, work, stop));

    /// <summary>Turns refusals into words.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception refusal) when (refusal is FederationInputException or FederationException)
        {
            throw new CommandException(refusal.Message);
        }
    }

    static DateTimeOffset? DayOf(string? text) => text is null ? null
        : DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) ? day
        : throw new CommandException($"'{text}' is no day. Write it like 2027-06-30.");

    /// <summary>What both protocols have to set.</summary>
    sealed class Shared
    {
        readonly Option<string?> name = new("--name") { Description = "What people see on the way there (default: its host)", HelpName = "NAME" };
        readonly Option<string[]> domain = new("--domain") { Description = "An e-mail domain whose people sign in there; may be repeated", HelpName = "DOMAIN" };
        readonly Option<string> autoCreate = Switch("--auto-create", "on", "Whether whoever is not provisioned yet gets an account at the first sign-in");
        readonly Option<string> autoUpdate = Switch("--auto-update", "off", "Whether names follow the identity provider, where provisioning does not own them");
        readonly Option<string> linkById = Switch("--link-by-external-id", "on", "Whether a provisioned user whose externalId is the identity provider's id is that person");
        readonly Option<string> linkByAddress = Switch("--link-by-address", "on", "Whether a user with the same address in a verified domain is that person, once");
        readonly Option<bool> trustsFactor = new("--trust-second-factor") { Description = "A second factor that the identity provider asked for counts here" };
        readonly Option<string[]> claim = new("--claim")
        {
            Description = $"Where something is found, as key=claim; keys are {string.Join(", ", ClaimNames.Keys)}; may be repeated", HelpName = "userId=oid",
        };
        readonly Option<bool> trialOnly = new("--trial-only") { Description = "Let it be tried but sign nobody in; turn it on with 'enable'" };

        static Option<string> Switch(string option, string standard, string description)
        {
            var made = new Option<string>(option) { Description = $"{description} (on or off)", DefaultValueFactory = _ => standard };
            made.AcceptOnlyFromAmong("on", "off");
            return made;
        }

        public void AddTo(Command command)
        {
            foreach (var option in (Option[])[name, domain, autoCreate, autoUpdate, linkById, linkByAddress, trustsFactor, claim, trialOnly])
                command.Add(option);
        }

        public ProviderSettings Settings(ParseResult parsed, ClaimNames standard) => new()
        {
            Claims = (parsed.GetValue(claim) ?? []).Aggregate(standard, FederationUpdateCommand.With), CreatesUsers = parsed.GetRequiredValue(autoCreate) == "on",
            UpdatesUsers = parsed.GetRequiredValue(autoUpdate) == "on", LinksByExternalId = parsed.GetRequiredValue(linkById) == "on",
            LinksByAddress = parsed.GetRequiredValue(linkByAddress) == "on", TrustsSecondFactor = parsed.GetValue(trustsFactor),
        };

        public FederationInput Input(ParseResult parsed, ProviderSettings settings, string standardName) => new()
        {
            Name = parsed.GetValue(name) ?? standardName, Domains = [.. (parsed.GetValue(domain) ?? []).Select(static one => one.Trim().ToLowerInvariant()).Distinct()],
            State = parsed.GetValue(trialOnly) ? IdentityProvider.Testing : IdentityProvider.Active, Settings = settings,
        };
    }
}
