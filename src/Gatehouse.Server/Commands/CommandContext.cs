using System.CommandLine;
using System.Data.Common;
using System.Text.Json.Nodes;

using Gatehouse.Server.Clients;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;

using Spectre.Console;

namespace Gatehouse.Server.Commands;

/// <summary>What an administrative command works with: the core's classes on the database, and where its answer goes.</summary>
sealed class CommandContext : IAsyncDisposable
{
    readonly ServiceProvider services;
    readonly ParseResult parsed;
    readonly bool isJson;

    CommandContext(ParseResult parsed, ServiceProvider services, bool isJson)
    {
        this.parsed = parsed;
        this.services = services;
        this.isJson = isJson;
    }

    public Database Database => Get<Database>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Where progress is shown, which is not where answers go.</summary>
    public IAnsiConsole Console => AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(parsed.InvocationConfiguration.Error) });

    /// <summary>Runs a command's work and turns every refusal into words on standard error and exit status 1.</summary>
    public static void SetAction(
        Command command, Option<string?> data, Option<string?>? publicUrl, Option<string>? output,
        Func<CommandContext, ParseResult, CancellationToken, Task> work, bool isBulk = false) =>
        command.SetAction((parsed, stop) => GuardAsync(parsed, async () =>
        {
            var configuration = Configuration.Read();
            var options = configuration.ToOptions(parsed.GetValue(data), Configuration.DefaultUrl);
            options = options with { Database = options.Database with { IsForBulk = isBulk } };
            new Migrator(options.Database).Prepare();

            await using var context = new CommandContext(
                parsed, GatehouseHost.BuildForCommands(options), output is not null && parsed.GetValue(output) == "json");
            if (publicUrl is not null && (parsed.GetValue(publicUrl) ?? configuration.PublicUrl) is { } given)
                context.givenPublicUrl = Configuration.ParseUrl(given).AbsoluteUri;
            await work(context, parsed, stop);
        }));

    /// <summary>The top of every command.</summary>
    public static async Task<int> GuardAsync(ParseResult parsed, Func<Task> work)
    {
        try
        {
            await work();
            return 0;
        }
        catch (Exception refusal) when (refusal is CommandException or Federation.FederationInputException or ConfigurationException or StorageException or Keys.KeyException
            or Transfer.ImportException or Gatehouse.Scim.ScimException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(refusal.Message);
            return 1;
        }
        catch (Exception outage) when (outage is DbException or DatabaseUnavailableException)
        {
            var cause = (outage as DatabaseUnavailableException)?.InnerException ?? outage;
            await parsed.InvocationConfiguration.Error.WriteLineAsync(
                $"The database cannot be used: {cause.Message} See ConnectionStrings:Gatehouse and Database:Provider, or --data.");
            return 1;
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(
                $"{denied.Message} Give the user of this command the right to read and write there, or choose another folder with --data.");
            return 1;
        }
    }

    string? givenPublicUrl;

    /// <summary>The address clients use: as given, as configured, or as the server last served it.</summary>
    public async Task<string> PublicUrlAsync(CancellationToken stop) =>
        (givenPublicUrl ?? await Get<InstanceSettings>().FindAsync(InstanceSettings.PublicUrl, stop) ?? Configuration.DefaultUrl).TrimEnd('/');

    /// <summary>The customer of this id. The operators' own organization has neither clients nor applications, and is not provisioned.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public async Task<Organization> OrganizationAsync(string text, CancellationToken stop)
    {
        var organization = await WithOperatorsAsync(text, stop);
        return organization.Id != OperatorsOrganization.Id
            ? organization
            : throw new CommandException("This is the organization of the operators, and no customer. See 'gatehouse operators'.");
    }

    /// <summary>The organization of this id, or by the word <c>operators</c> theirs.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public async Task<Organization> WithOperatorsAsync(string text, CancellationToken stop)
    {
        var id = OperatorsOrganization.Id;
        var organization = text == OperatorsWord || OrganizationId.TryParse(text, out id)
            ? await Database.ReadAsync(id, db => Get<OrganizationRegister>().FindAsync(db, stop), stop)
            : null;
        return organization ?? throw new CommandException($"There is no organization '{text}'. See 'gatehouse organizations list'.");
    }

    const string OperatorsWord = "operators";

    /// <summary>The active client of this id.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public async Task<ClientId> ClientAsync(string text, CancellationToken stop)
    {
        if (ClientId.TryParse(text, out var id)
            && await Database.ReadAsync(id.Organization, db => Get<ClientRegister>().IsActiveAsync(db, id, stop), stop))
            return id;

        throw new CommandException($"There is no active client '{text}'. See 'gatehouse clients list --organization ID'.");
    }

    /// <summary>Answers: one JSON object on standard output, or its members as lines for people.</summary>
    public void Write(JsonObject answer, string? advice = null)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (isJson)
        {
            output.WriteLine(answer.ToJsonString(JsonText.Options));
            return;
        }

        var width = answer.Count == 0 ? 0 : answer.Max(static member => member.Key.Length);
        foreach (var (name, value) in answer)
            output.WriteLine($"{name.PadRight(width)}  {TextOf(value, new string(' ', width + 2))}");
        if (advice is not null)
            output.WriteLine($"{Environment.NewLine}{advice}");
    }

    /// <summary>A value for people. Objects in a list have a line each: what they are called, which is their first member, and the rest.</summary>
    static string? TextOf(JsonNode? value, string indent) => value switch
    {
        JsonArray items => string.Join(items.Any(static item => item is JsonObject) ? $"{Environment.NewLine}{indent}" : ", ", items.Select(item => TextOf(item, indent))),
        JsonObject members => $"{TextOf(members.First().Value, indent)} ({string.Join(", ", members.Skip(1).Where(static one => one.Value is not null).Select(one => $"{one.Key}: {TextOf(one.Value, indent)}"))})",
        JsonValue text when text.TryGetValue<string>(out var plain) => plain,
        _ => value?.ToJsonString(JsonText.Options),
    };

    /// <summary>Answers with a list: an object with one array, or a table for people.</summary>
    public void WriteList(string name, IReadOnlyList<JsonObject> items, string whenEmpty)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (isJson)
        {
            output.WriteLine(new JsonObject { [name] = new JsonArray([.. items]) }.ToJsonString(JsonText.Options));
            return;
        }

        if (items.Count == 0)
        {
            output.WriteLine(whenEmpty);
            return;
        }

        var columns = items[0].Select(static member => member.Key).ToList();
        var rows = items.Select(item => columns.ConvertAll(column => item[column]?.ToString() ?? "")).Prepend(columns).ToList();
        var widths = columns.Select((_, index) => rows.Max(row => row[index].Length)).ToList();
        foreach (var row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, index) => cell.PadRight(widths[index]))).TrimEnd());
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
