using System.CommandLine;
using System.Text.Json.Nodes;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Clients;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Commands;

/// <summary>gatehouse clients …</summary>
static class ClientCommands
{
    const string ShownOnce = "The secret is not stored and cannot be shown again. Keep it now.";

    public static Command Create() => new("clients", "Create provisioning clients and manage their credentials")
    {
        CreateCreate(), CreateList(), CreateAddSecret(), CreateRevokeSecret(), CreateRevoke(),
    };

    static Command CreateCreate()
    {
        var organization = CommonOptions.Organization();
        var name = new Option<string>("--name") { Description = "A name for people", DefaultValueFactory = static _ => "SCIM provisioning" };
        var scope = new Option<string>("--scope") { Description = "Scopes, separated by blanks", DefaultValueFactory = static _ => ScimScopes.Default };
        var publicKey = new Option<FileInfo?>("--public-key") { Description = "Register this public key (PEM, JWK or X.509) instead of issuing a secret", HelpName = "FILE" };
        var lifetime = new Option<string>("--token-lifetime") { Description = "How long access tokens are valid: 5m to 24h", DefaultValueFactory = static _ => "60m" };
        var (data, publicUrl, output) = (CommonOptions.Data(), CommonOptions.PublicUrl(), CommonOptions.Output());
        var command = new Command("create", "Create a client with a secret or a public key") { organization, name, scope, publicKey, lifetime, data, publicUrl, output };
        CommandContext.SetAction(command, data, publicUrl, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var jwk = parsed.GetValue(publicKey) is { } file ? await ReadKeyAsync(file, stop) : null;
            var (client, secret) = await CreateAsync(
                context, owner.Id, parsed.GetRequiredValue(name), parsed.GetRequiredValue(scope), Lifetime.Parse(parsed.GetRequiredValue(lifetime), AccessTokens.ShortestLifetime, AccessTokens.LongestLifetime), jwk, stop);

            var url = await context.PublicUrlAsync(stop);
            context.Write(
                new JsonObject
                {
                    ["clientId"] = client.ToString(), ["clientSecret"] = secret, ["organizationId"] = owner.Id.ToString(),
                    ["tenantUrl"] = $"{url}/scim/v2", ["tokenEndpoint"] = $"{url}/oauth/v2/token",
                },
                secret is null ? null : ShownOnce);
        });
        return command;
    }

    /// <summary>Creates a client as the command does.</summary>
    /// <returns>The client and its secret, which is null for a client with a public key.</returns>
    /// <exception cref="CommandException">A scope is unknown or the name is empty.</exception>
    public static async Task<(ClientId Client, string? Secret)> CreateAsync(
        CommandContext context, OrganizationId organization, string name, string scope, TimeSpan tokenLifetime, string? jwk, CancellationToken stop)
    {
        var scopes = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToList();
        if (scopes.Count == 0 || scopes.Exists(static one => !ScimScopes.IsKnown(one)))
            throw new CommandException($"'{scope}' is not a list of scopes. There are {ScimScopes.Read} and {ScimScopes.Write}.");
        if (string.IsNullOrWhiteSpace(name) || name.Length > 200)
            throw new CommandException("The name must have 1 to 200 characters.");

        var clients = context.Get<ClientRegister>();
        return await context.Database.WriteAsync<(ClientId, string?)>(organization, async db =>
        {
            var client = await clients.CreateAsync(db, name.Trim(), string.Join(' ', scopes), tokenLifetime, stop);
            await context.Get<AuditLog>().AppendAsync(db, OperatorEvents.Of("client.created", "client", client.ToString()), stop);
            if (jwk is not null)
            {
                await clients.AddPublicKeyAsync(db, client, jwk, stop);
                return (client, null);
            }

            return (client, (await clients.AddSecretAsync(db, client, null, stop))!.Value.Secret);
        }, stop);
    }

    static Command CreateList()
    {
        var organization = CommonOptions.Organization();
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("list", "List an organization's clients and their credentials") { organization, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var owner = await context.OrganizationAsync(parsed.GetRequiredValue(organization), stop);
            var register = context.Get<ClientRegister>();
            var items = new List<JsonObject>();
            await context.Database.ReadAsync(owner.Id, async db =>
            {
                foreach (var client in await register.ListAsync(db, stop))
                {
                    _ = ClientId.TryParse(client.ClientId, out var id);
                    var credentials = await register.CredentialsAsync(db, id, stop);
                    items.Add(new JsonObject
                    {
                        ["clientId"] = client.ClientId, ["name"] = client.Name, ["scopes"] = client.Scopes, ["state"] = client.State,
                        ["credentials"] = new JsonArray([.. credentials.Where(static one => one.RevokedAt is null).Select(static one => new JsonObject
                        {
                            ["id"] = one.CredentialId.ToString("N"), ["kind"] = one.Kind, ["expiresAt"] = one.ExpiresAt?.ToString("O"),
                            ["lastUsedAt"] = one.LastUsedAt?.ToString("O"),
                        })]),
                    });
                }
            }, stop);
            context.WriteList("clients", items, $"There are no clients yet. Create one: gatehouse clients create --organization {owner.Id}");
        });
        return command;
    }

    static Command CreateAddSecret()
    {
        var client = CommonOptions.Client();
        var lifetime = new Option<string?>("--lifetime") { Description = "When the secret ends, for example 365d; without it, never" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("add-secret", "Issue a second secret, so that the first can be exchanged without an outage") { client, lifetime, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var id = await context.ClientAsync(parsed.GetRequiredValue(client), stop);
            var expiresAt = parsed.GetValue(lifetime) is { } text
                ? context.Get<TimeProvider>().GetUtcNow() + Lifetime.Parse(text, TimeSpan.FromHours(1), TimeSpan.FromDays(731))
                : (DateTimeOffset?)null;
            var added = await context.Database.WriteAsync(id.Organization, async db =>
            {
                var secret = await context.Get<ClientRegister>().AddSecretAsync(db, id, expiresAt, stop)
                    ?? throw new CommandException("The client has two valid secrets. Revoke one first: gatehouse clients revoke-secret.");
                await context.Get<AuditLog>().AppendAsync(db, OperatorEvents.Of("client.secret-added", "client", id.ToString()), stop);
                return secret;
            }, stop);
            context.Write(
                new JsonObject { ["clientId"] = id.ToString(), ["secretId"] = added.Id.ToString("N"), ["clientSecret"] = added.Secret, ["expiresAt"] = expiresAt?.ToString("O") },
                ShownOnce);
        });
        return command;
    }

    static Command CreateRevokeSecret()
    {
        var client = CommonOptions.Client();
        var secret = new Option<string>("--secret-id") { Description = "The credential's id, from 'clients list'", Required = true };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("revoke-secret", "End one credential of a client") { client, secret, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var id = await context.ClientAsync(parsed.GetRequiredValue(client), stop);
            await RevokeCredentialAsync(context, id, parsed.GetRequiredValue(secret), stop);
            context.Write(new JsonObject { ["clientId"] = id.ToString(), ["revoked"] = parsed.GetRequiredValue(secret) });
        });
        return command;
    }

    /// <exception cref="CommandException">There is no such credential.</exception>
    public static Task RevokeCredentialAsync(CommandContext context, ClientId client, string credential, CancellationToken stop) =>
        context.Database.WriteAsync(client.Organization, async db =>
        {
            if (!Guid.TryParse(credential, out var id) || !await context.Get<ClientRegister>().RevokeCredentialAsync(db, client, id, stop))
                throw new CommandException($"The client has no valid credential '{credential}'. See 'gatehouse clients list'.");
            await context.Get<AuditLog>().AppendAsync(db, OperatorEvents.Of("client.credential-revoked", "client", client.ToString()), stop);
        }, stop);

    static Command CreateRevoke()
    {
        var client = CommonOptions.Client();
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("revoke", "End a client for good, with all its credentials and tokens") { client, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var id = await context.ClientAsync(parsed.GetRequiredValue(client), stop);
            await context.Database.WriteAsync(id.Organization, async db =>
            {
                await context.Get<ClientRegister>().RevokeAsync(db, id, stop);
                await context.Get<AuditLog>().AppendAsync(db, OperatorEvents.Of("client.revoked", "client", id.ToString()), stop);
            }, stop);
            context.Write(new JsonObject { ["clientId"] = id.ToString(), ["state"] = "revoked" });
        });
        return command;
    }

    static async Task<string> ReadKeyAsync(FileInfo file, CancellationToken stop)
    {
        try
        {
            return PublicKeyFile.ToJwk(await File.ReadAllTextAsync(file.FullName, stop));
        }
        catch (Exception problem) when (problem is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{file.Name}: {problem.Message}");
        }
    }
}
