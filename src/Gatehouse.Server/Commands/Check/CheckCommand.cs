using System.CommandLine;
using System.CommandLine.Parsing;
using Gatehouse.Scim.Client;
using Spectre.Console;

namespace Gatehouse.Server.Commands.Check;

/// <summary>gatehouse check: judges any SCIM 2.0 endpoint from outside. Needs no database and no configuration.</summary>
static class CheckCommand
{
    const int Conformant = 0;
    const int NotConformant = 1;
    const int Unusable = 2;

    // Generous for one request, short enough that a hanging endpoint ends the run the same day.
    static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(60);

    static readonly Argument<Uri> Url = new("URL")
    {
        Description = "The SCIM base address, for example https://id.contoso.example/scim/v2",
        CustomParser = ReadAddress,
    };

    static readonly Option<string?> Token = new("--token") { Description = "A bearer token that may read and write users and groups" };
    static readonly Option<string?> ClientId = new("--client-id") { Description = "The client to fetch a token for" };
    static readonly Option<string?> ClientSecret = new("--client-secret") { Description = "The secret of that client" };
    static readonly Option<Uri?> TokenEndpoint = new("--token-endpoint")
    {
        Description = "Where to fetch it; without it /oauth/v2/token at the address's host",
        CustomParser = ReadAddress,
    };

    static readonly Option<string[]> Only = new("--only")
    {
        Description = "Run only these groups of checks",
        AllowMultipleArgumentsPerToken = true,
    };

    static readonly Option<string> Output = CommonOptions.Output();

    public static Command Create()
    {
        Only.AcceptOnlyFromAmong([.. CheckCatalog.Groups.Select(group => group.Name)]);
        var command = new Command("check", "Check any SCIM 2.0 endpoint against the standard and against what Microsoft Entra ID relies on")
        {
            Url, Token, ClientId, ClientSecret, TokenEndpoint, Only, Output,
        };
        command.Validators.Add(result =>
        {
            var hasToken = result.GetValue(Token) is { Length: > 0 };
            var hasClient = result.GetValue(ClientId) is { Length: > 0 } && result.GetValue(ClientSecret) is { Length: > 0 };
            if (hasToken == hasClient)
                result.AddError("Give either --token, or --client-id and --client-secret.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    static Uri? ReadAddress(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            return address;

        result.AddError($"{result.Tokens[0].Value} is no address; it begins with https:// or http://.");
        return null;
    }

    static async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        var address = arguments.GetRequiredValue(Url);
        // A redirect would send the token somewhere else.
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(handler) { Timeout = RequestTime, MaxResponseContentBufferSize = 64 * 1024 * 1024 };
        using var tokens = CreateTokens(arguments, address, http);
        var client = new ScimClient(http, address, tokens is null ? _ => new(arguments.GetValue(Token) ?? "") : tokens.GetTokenAsync);

        var only = arguments.GetValue(Only) ?? [];
        var checks = CheckCatalog.All.Where(check => only.Length == 0 || only.Contains(check.Group)).ToArray();
        try
        {
            var report = await RunWithProgressAsync(new(client, address, TimeProvider.System), checks, stop);
            if (arguments.GetValue(Output) == "json")
                JsonReport.Write(report, System.Console.OpenStandardOutput());
            else
                TextReport.Write(report, AnsiConsole.Console);
            if (!report.IsComplete)
                return Unusable;
            return report.IsConformant ? Conformant : NotConformant;
        }
        catch (EndpointUnusableException problem)
        {
            await System.Console.Error.WriteLineAsync(problem.Message);
            return Unusable;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await System.Console.Error.WriteLineAsync("Stopped before the first check.");
            return Unusable;
        }
    }

    static ClientCredentialsTokenSource? CreateTokens(ParseResult arguments, Uri address, HttpClient http) =>
        arguments.GetValue(ClientId) is { Length: > 0 } client && arguments.GetValue(ClientSecret) is { Length: > 0 } secret
            ? new(http, arguments.GetValue(TokenEndpoint) ?? new Uri(address, "/oauth/v2/token"), client, secret)
            : null;

    static async Task<CheckReport> RunWithProgressAsync(CheckRunner runner, Check[] checks, CancellationToken stop)
    {
        if (System.Console.IsErrorRedirected)
            return await runner.RunAsync(checks, null, stop);

        var errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Error) });
        return await errors.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var task = progress.AddTask("checking", maxValue: checks.Length);
                return await runner.RunAsync(checks, new Advance(task), stop);
            });
    }

    sealed class Advance(ProgressTask task) : IProgress<CheckResult>
    {
        public void Report(CheckResult value)
        {
            task.Description = value.Check.Group;
            task.Increment(1);
        }
    }
}
