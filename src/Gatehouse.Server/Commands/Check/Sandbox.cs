using System.Security.Cryptography;
using Gatehouse.Scim.Client;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Server.Commands.Check;

/// <summary>
/// Keeps a run's test data apart from everything else at the endpoint: names that nobody else uses, a list of what was created, and
/// the removal of exactly that.
/// </summary>
sealed class Sandbox(ScimClient client)
{
    static readonly string[] Endpoints = ["/Groups", "/Users"];

    readonly HashSet<(string Endpoint, string Id)> created = [];
    readonly Lock gate = new();
    int names;

    /// <summary>The beginning of every name of this run.</summary>
    public string Prefix { get; } = "gatehouse-check-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    public string NewName() => $"{Prefix}-{Interlocked.Increment(ref names)}";

    /// <summary>Notes what an exchange created or deleted.</summary>
    public void Observe(ScimRequest request, ScimResponse response)
    {
        if (!response.IsSuccess)
            return;

        var parts = request.Path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (request.Method == HttpMethod.Post && parts is [var type])
            NoteCreated(type, response);
        else if (request.Method == HttpMethod.Delete && parts is [var owner, var id])
            Forget("/" + owner, id);
    }

    void NoteCreated(string type, ScimResponse response)
    {
        lock (gate)
        {
            if (Endpoints.Contains("/" + type))
                Note("/" + type, response.Id ?? response.Location?.Split('/')[^1]);
            foreach (var operation in (response.Body.AsObject?["Operations"].AsList ?? []).Select(value => value.AsObject))
                NoteLocation(operation);
        }
    }

    void NoteLocation(ScimObject? operation)
    {
        if (!string.Equals(operation?["method"].AsText, "POST", StringComparison.OrdinalIgnoreCase))
            return;

        if (operation?["location"].AsText?.Split('/') is [.., var type, var id] && Endpoints.Contains("/" + type))
            Note("/" + type, id);
    }

    void Note(string endpoint, string? id)
    {
        if (!string.IsNullOrEmpty(id))
            created.Add((endpoint, Uri.UnescapeDataString(id)));
    }

    void Forget(string endpoint, string id)
    {
        lock (gate)
            created.Remove((endpoint, Uri.UnescapeDataString(id)));
    }

    /// <summary>Deletes everything that is left.</summary>
    /// <returns>What could not be deleted, as paths.</returns>
    public async Task<IReadOnlyList<string>> CleanAsync(CancellationToken stop)
    {
        try
        {
            await DeleteCreatedAsync(stop);
            foreach (var endpoint in Endpoints)
            {
                foreach (var id in await FindStrayAsync(endpoint, stop))
                    Note(endpoint, id);
            }

            await DeleteCreatedAsync(stop);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            // The endpoint is gone or too slow; the caller is told what it still holds.
        }

        return [.. created.Select(entry => $"{entry.Endpoint}/{entry.Id}")];
    }

    async Task DeleteCreatedAsync(CancellationToken stop)
    {
        // Groups first: some endpoints refuse to delete a user who is in one.
        foreach (var (endpoint, id) in created.OrderBy(entry => entry.Endpoint, StringComparer.Ordinal).ToList())
        {
            var answer = await client.DeleteAsync(endpoint, id, stop: stop);
            if (answer.Status == 429)
            {
                await Task.Delay(TimeSpan.FromSeconds(2), stop);
                answer = await client.DeleteAsync(endpoint, id, stop: stop);
            }

            if (answer.IsSuccess || answer.Status == 404)
                Forget(endpoint, id);
        }
    }

    /// <summary>Resources whose creation was never confirmed: their names begin as only this run's do.</summary>
    async Task<IReadOnlyList<string>> FindStrayAsync(string endpoint, CancellationToken stop)
    {
        var name = endpoint == "/Users" ? "userName" : "displayName";
        var answer = await client.ListAsync(endpoint, new() { Filter = $"{name} sw \"{Prefix}\"" }, stop);
        return
        [
            .. answer.Resources
                .Select(resource => resource.AsObject)
                .Where(resource => resource?[name].AsText?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true)
                .Select(resource => resource?["id"].AsText)
                .OfType<string>(),
        ];
    }
}
