using Gatehouse.Scim.Client;

namespace Gatehouse.Server.Commands.Check;

/// <summary>Runs checks against one endpoint and removes what they created, whatever happens.</summary>
sealed class CheckRunner(ScimClient client, Uri address, TimeProvider clock)
{
    static readonly TimeSpan CleaningTime = TimeSpan.FromSeconds(60);

    /// <param name="checks">Which checks, usually <see cref="CheckCatalog.All"/>.</param>
    /// <param name="progress">Told after each check; may be null.</param>
    /// <param name="stop">Ends the run early; test data is removed all the same, and what was found is reported.</param>
    /// <exception cref="EndpointUnusableException">Nothing could be checked.</exception>
    public async Task<CheckReport> RunAsync(IReadOnlyList<Check> checks, IProgress<CheckResult>? progress, CancellationToken stop)
    {
        var started = clock.GetUtcNow();
        var announced = await KnockAsync(stop);

        var sandbox = new Sandbox(client);
        var results = new List<CheckResult>(checks.Count);
        IReadOnlyList<string> leftBehind = [];
        try
        {
            var endpoint = new Endpoint(client, announced, sandbox, stop);
            foreach (var check in checks)
            {
                results.Add(await RunAsync(check, endpoint, stop));
                progress?.Report(results[^1]);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What was found so far is reported.
        }
        finally
        {
            // Not the caller's token: after Ctrl-C it is used up, and cleaning is what Ctrl-C must not prevent.
            using var cleaning = new CancellationTokenSource(CleaningTime, clock);
            leftBehind = await sandbox.CleanAsync(cleaning.Token);
        }

        return new(address, started, results, results.Count == checks.Count, leftBehind);
    }

    async Task<Announcement> KnockAsync(CancellationToken stop)
    {
        try
        {
            var answer = await client.ListAsync("/Users", new() { StartIndex = 1, Count = 1 }, stop);
            return Problem(answer) is { } problem
                ? throw new EndpointUnusableException($"{address} answered {answer.Status} to GET /Users: {problem}")
                : await Announcement.ReadAsync(client, stop);
        }
        catch (HttpRequestException fault)
        {
            throw new EndpointUnusableException($"{address} cannot be used: {fault.Message}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new EndpointUnusableException($"{address} did not answer in time.");
        }
    }

    static string? Problem(ScimResponse answer) => answer.Status switch
    {
        401 or 403 => $"the token is wrong, expired or lacks the right to read users. {answer.Detail}".TrimEnd(),
        404 or (>= 300 and <= 399) => "is this the SCIM base address? It usually ends with /scim/v2 or /scim.",
        200 when answer.Body.AsObject is null => "it sent no JSON object. Is this the SCIM base address? It usually ends with /scim/v2 or /scim.",
        _ => null,
    };

    static async Task<CheckResult> RunAsync(Check check, Endpoint endpoint, CancellationToken stop)
    {
        try
        {
            await check.Probe(endpoint);
            return new(check, Verdict.Passed);
        }
        catch (CheckEnded end) when (end.Answer is { } answer)
        {
            return Failed(check, new(answer.RequestLine, answer.Sent, answer.Received, end.Message, check.Why));
        }
        catch (CheckEnded end)
        {
            return new(check, end.Verdict, end.Message);
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is OperationCanceledException && !stop.IsCancellationRequested))
        {
            var request = endpoint.LastRequest is { } last ? $"{last.Method} {last.Path}" : "";
            return Failed(check, new(request, null, "no complete answer: " + fault.Message, "an HTTP answer in time", check.Why));
        }
    }

    static CheckResult Failed(Check check, Finding finding) =>
        new(check, check.Level == CheckLevel.Must ? Verdict.Failed : Verdict.Advice, null, finding);
}
