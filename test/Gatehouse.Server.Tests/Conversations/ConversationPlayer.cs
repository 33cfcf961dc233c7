using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gatehouse.Server.Tests.Conversations;

/// <summary>Plays a conversation against a server, as the recorded clients do: no User-Agent, targets byte for byte as written.</summary>
sealed partial class ConversationPlayer(HttpClient http, IReadOnlyDictionary<string, string> surroundings)
{
    const string ScimType = "application/scim+json";

    readonly Dictionary<string, string> variables = new(surroundings, StringComparer.Ordinal);

    public async Task PlayAsync(Conversation conversation, CancellationToken stop)
    {
        foreach (var (name, value) in conversation.Variables)
            variables[name] = Fill(value);

        foreach (var exchange in conversation.Exchanges)
        {
            var where = $"{conversation.Name}:{exchange.Line} ({Fill(exchange.Name)})";
            using var request = RequestOf(exchange);
            using var response = await http.SendAsync(request, stop);
            Judge(exchange, response, await response.Content.ReadAsStringAsync(stop), where);
        }
    }

    HttpRequestMessage RequestOf(Exchange exchange)
    {
        var target = Fill(exchange.Target);
        var url = target.StartsWith("http", StringComparison.Ordinal) ? target : variables["base"] + target;
        var asWritten = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var request = new HttpRequestMessage(new HttpMethod(exchange.Method), new Uri(url, asWritten));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + variables["token"]);
        request.Headers.TryAddWithoutValidation("Accept", ScimType);
        if (exchange.Body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Fill(exchange.Body)));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", ScimType + "; charset=utf-8");
        }

        foreach (var (name, value) in exchange.Headers)
        {
            var isOfBody = name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);
            HttpHeaders headers = isOfBody ? request.Content!.Headers : request.Headers;
            headers.Remove(name);
            if (value.Length > 0)
                headers.TryAddWithoutValidation(name, Fill(value));
        }

        return request;
    }

    void Judge(Exchange exchange, HttpResponseMessage response, string body, string where)
    {
        Assert.True(exchange.Statuses.Contains((int)response.StatusCode), $"{where}: answered {(int)response.StatusCode}\n{body}");
        if (response.RequestMessage!.RequestUri!.OriginalString.StartsWith(variables["base"], StringComparison.Ordinal))
            AnswerShape.Check(response, body, where);

        using var document = body.Length > 0 && body[0] is '{' or '[' ? JsonDocument.Parse(body) : null;
        foreach (var expectation in exchange.Expectations)
        {
            var problem = expectation.Subject switch
            {
                "body" => JudgeText(expectation, body),
                _ when expectation.Subject[0] != '$' => JudgeHeader(expectation, response),
                _ when document is null => "there is no JSON in the answer",
                _ => JudgeJson(expectation, document.RootElement),
            };
            Assert.True(problem is null, $"{where}, line {expectation.Line}: {expectation.Subject} {expectation.Operator} "
                + $"{Fill(expectation.Operand)}: {problem}\n{body}");
        }
    }

    string? JudgeHeader(Expectation expectation, HttpResponseMessage response)
    {
        var values = response.Headers.TryGetValues(expectation.Subject, out var some) ? some
            : response.Content.Headers.TryGetValues(expectation.Subject, out some) ? some : [];
        return JudgeText(expectation, string.Join(", ", values));
    }

    string? JudgeText(Expectation expectation, string text) => expectation.Operator switch
    {
        "empty" or "absent" => text.Length == 0 ? null : $"it is {text}",
        "~" => IsMatch(expectation, text) ? null : $"it is {text}",
        _ => IsMatch(expectation, text) ? "it matches" : null,
    };

    string? JudgeJson(Expectation expectation, JsonElement document)
    {
        var found = JsonPlace.Find(document, Fill(expectation.Subject));
        var shown = found.Count == 0 ? "nothing is there" : "it is " + string.Join(", ", found);
        bool Holds() => expectation.Operator switch
        {
            "==" => found.Count == 1 && Equals(found[0], expectation),
            "!=" => !found.Exists(one => Equals(one, expectation)),
            "has" => found.Exists(one => Values(one).Any(value => Equals(value, expectation))),
            "hasnot" => !found.Exists(one => Values(one).Any(value => Equals(value, expectation))),
            "~" => found.Count == 1 && IsMatch(expectation, found[0].ToString()),
            "!~" => found.TrueForAll(one => !IsMatch(expectation, one.ToString())),
            "absent" => found.Count == 0,
            "exists" => found.Exists(static one => one.ValueKind != JsonValueKind.Null),
            "count" => found.Count == int.Parse(expectation.Operand, CultureInfo.InvariantCulture),
            "length" => found.Count == 1 && Length(found[0]) == int.Parse(expectation.Operand, CultureInfo.InvariantCulture),
            _ => Capture(expectation, found),
        };
        return Holds() ? null : shown;
    }

    bool Capture(Expectation expectation, List<JsonElement> found)
    {
        if (found.Count != 1)
            return false;

        variables[expectation.Operand] = found[0].ToString();
        return true;
    }

    static IReadOnlyList<JsonElement> Values(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()] : [element];

    static int Length(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.GetArrayLength() : element.GetString()?.Length ?? -1;

    bool Equals(JsonElement element, Expectation expectation)
    {
        using var wanted = JsonDocument.Parse(Fill(expectation.Operand));
        return JsonElement.DeepEquals(element, wanted.RootElement);
    }

    bool IsMatch(Expectation expectation, string text)
    {
        var pattern = Placeholder().Replace(expectation.Operand, match => Regex.Escape(ValueOf(match)));
        return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant);
    }

    string Fill(string text) => Placeholder().Replace(text, ValueOf);

    string ValueOf(Match placeholder)
    {
        var parts = placeholder.Groups[1].Value.Split('|');
        var value = variables.TryGetValue(parts[0], out var known) ? known : throw new FormatException($"there is no variable {parts[0]}");
        return parts.Skip(1).Aggregate(value, static (text, change) => change switch
        {
            "url" => Uri.EscapeDataString(text),
            "upper" => text.ToUpperInvariant(),
            "base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
            _ => throw new FormatException($"there is no change '{change}'"),
        });
    }

    [GeneratedRegex(@"\{\{([a-zA-Z0-9|]+)\}\}")]
    private static partial Regex Placeholder();
}
