using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gatehouse.Server.Tests.Conversations;

/// <summary>Reads conversation files. What it does not understand is an error: a line that is silently skipped proves nothing.</summary>
public sealed partial class ConversationReader
{
    static readonly HashSet<string> Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    static readonly HashSet<string> WithJson = ["==", "!=", "has", "hasnot"];
    static readonly HashSet<string> WithPattern = ["~", "!~"];
    static readonly HashSet<string> Alone = ["absent", "exists", "empty"];

    readonly string name;
    readonly string[] lines;
    int at;

    ConversationReader(string name, string text)
    {
        this.name = name;
        lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
    }

    /// <exception cref="FormatException">Names the file and the line.</exception>
    public static Conversation Read(string name, string text) => new ConversationReader(name, text).ReadAll();

    Conversation ReadAll()
    {
        string? title = null, rules = null, source = null;
        var variables = new List<(string, string)>();
        for (; at < lines.Length && !IsStep(lines[at]); at++)
        {
            var line = lines[at];
            if (Match(HeadPattern(), line) is { } head)
            {
                var value = head.Groups[2].Value;
                switch (head.Groups[1].Value)
                {
                    case "Title": title = value; break;
                    case "Rules": rules = value; break;
                    default: source = value; break;
                }
            }
            else if (Match(VariablePattern(), line) is { } variable)
                variables.Add((variable.Groups[1].Value, variable.Groups[2].Value));
            else if (line.Length > 0 && line[0] != '#')
                throw Wrong("neither a comment nor a variable");
        }

        var exchanges = new List<Exchange>();
        while (at < lines.Length)
            exchanges.Add(ReadExchange());

        return new Conversation
        {
            Name = name,
            Title = title ?? throw Wrong("no '# Title:' line"),
            Rules = ReadRules(rules ?? throw Wrong("no '# Rules:' line")),
            Source = source ?? throw Wrong("no '# Source:' line"),
            Variables = variables,
            Exchanges = exchanges.Count > 0 ? exchanges : throw Wrong("no exchange"),
        };
    }

    string[] ReadRules(string text)
    {
        var rules = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return rules.Length > 0 && Array.TrueForAll(rules, static rule => RulePattern().IsMatch(rule))
            ? rules
            : throw Wrong("rules are numbers such as R12 or O3 with blanks between them");
    }

    Exchange ReadExchange()
    {
        var step = lines[at][3..].Trim();
        var line = ++at;
        if (step.Length == 0)
            throw Wrong("an exchange without a name");

        SkipComments();
        if (at == lines.Length || Match(RequestPattern(), lines[at]) is not { } request || !Methods.Contains(request.Groups[1].Value))
            throw Wrong("not a request line: method and target");
        at++;

        var headers = ReadHeaders();
        var body = ReadBody();
        var statuses = ReadStatuses();
        return new Exchange
        {
            Name = step,
            Line = line,
            Method = request.Groups[1].Value,
            Target = request.Groups[2].Value,
            Headers = headers,
            Body = body,
            Statuses = statuses,
            Expectations = ReadExpectations(),
        };
    }

    List<(string, string)> ReadHeaders()
    {
        var headers = new List<(string, string)>();
        for (; at < lines.Length && lines[at].Length > 0 && !IsStatus(lines[at]); at++)
        {
            var header = Match(HeaderPattern(), lines[at]) ?? throw Wrong("not a header; an empty line comes before the body");
            headers.Add((header.Groups[1].Value, header.Groups[2].Value));
        }

        return headers;
    }

    string? ReadBody()
    {
        var start = at;
        while (at < lines.Length && !IsStatus(lines[at]) && !IsStep(lines[at]))
            at++;

        var body = string.Join('\n', lines[start..at]).Trim('\n', ' ');
        return body.Length == 0 ? null : body;
    }

    int[] ReadStatuses()
    {
        if (at == lines.Length || !IsStatus(lines[at]))
            throw Wrong("no line with the expected status, such as '< 200'");

        var statuses = lines[at][1..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (statuses.Length == 0 || !Array.TrueForAll(statuses, static text => StatusPattern().IsMatch(text)))
            throw Wrong("a status has three digits");

        at++;
        return [.. statuses.Select(static text => int.Parse(text, CultureInfo.InvariantCulture))];
    }

    List<Expectation> ReadExpectations()
    {
        var expectations = new List<Expectation>();
        for (; at < lines.Length && !IsStep(lines[at]); at++)
        {
            if (lines[at].Length > 0 && lines[at][0] != '#')
                expectations.Add(ReadExpectation(lines[at]));
        }

        return expectations;
    }

    Expectation ReadExpectation(string line)
    {
        if (!line.StartsWith('$') && !line.StartsWith("body ", StringComparison.Ordinal))
        {
            var header = Match(HeaderPattern(), line) ?? throw Wrong("neither a header nor an assertion");
            return header.Groups[2].Value == "absent"
                ? new Expectation(header.Groups[1].Value, "absent", "", at + 1)
                : new Expectation(header.Groups[1].Value, "~", Pattern(header.Groups[2].Value), at + 1);
        }

        var assertion = Match(AssertionPattern(), line) ?? throw Wrong("not an assertion: subject, operator, value");
        var (subject, operation, operand) = (assertion.Groups[1].Value, assertion.Groups[2].Value, assertion.Groups[3].Value);
        if (subject != "body" && !JsonPlace.IsPath(subject))
            throw Wrong($"the path {subject} cannot be read");

        var isRight = operation switch
        {
            _ when WithJson.Contains(operation) => subject != "body" && IsJson(operand),
            _ when WithPattern.Contains(operation) => operand == Pattern(operand),
            _ when Alone.Contains(operation) => operand.Length == 0 && (operation == "empty") == (subject == "body"),
            "count" or "length" => subject != "body" && int.TryParse(operand, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            "->" => subject != "body" && NamePattern().IsMatch(operand),
            _ => false,
        };
        return isRight
            ? new Expectation(subject, operation, operand, at + 1)
            : throw Wrong($"'{operation} {operand}' says nothing about {subject}");
    }

    string Pattern(string text)
    {
        try
        {
            _ = new Regex(Placeholders().Replace(text, "x"), RegexOptions.CultureInvariant);
            return text.Length > 0 ? text : throw Wrong("an empty pattern matches everything");
        }
        catch (ArgumentException problem)
        {
            throw Wrong(problem.Message);
        }
    }

    static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(Placeholders().Replace(text, "x")).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    void SkipComments()
    {
        while (at < lines.Length && lines[at].StartsWith("# ", StringComparison.Ordinal))
            at++;
    }

    FormatException Wrong(string why) => new($"{name}:{Math.Min(at + 1, lines.Length)}: {why}");

    static bool IsStep(string line) => line.StartsWith("###", StringComparison.Ordinal);

    static bool IsStatus(string line) => line.StartsWith("< ", StringComparison.Ordinal);

    static Match? Match(Regex pattern, string line) => pattern.Match(line) is { Success: true } match ? match : null;

    [GeneratedRegex("^# (Title|Rules|Source): (.+)$")]
    private static partial Regex HeadPattern();

    [GeneratedRegex("^@([a-z][A-Za-z0-9]*) = (.+)$")]
    private static partial Regex VariablePattern();

    [GeneratedRegex("^[RO][1-9][0-9]*$")]
    private static partial Regex RulePattern();

    [GeneratedRegex("^([A-Z]+) ([^ ]+)$")]
    private static partial Regex RequestPattern();

    [GeneratedRegex("^([A-Za-z][A-Za-z-]*): ?(.*)$")]
    private static partial Regex HeaderPattern();

    [GeneratedRegex("^[1-5][0-9][0-9]$")]
    private static partial Regex StatusPattern();

    [GeneratedRegex("^[a-z][A-Za-z0-9]*$")]
    private static partial Regex NamePattern();

    // The subject may hold blanks only between brackets: $.emails[type=work].value
    [GeneratedRegex(@"^((?:\[[^\]]*\]|[^ \[])+) ([^ ]+)(?: (.*))?$")]
    private static partial Regex AssertionPattern();

    [GeneratedRegex(@"\{\{[a-zA-Z0-9|]+\}\}")]
    private static partial Regex Placeholders();
}
