namespace Gatehouse.Server.Tests.Conversations;

/// <summary>One scenario: what a client sends, in order, and what it must be answered. README.md tells the format.</summary>
public sealed record Conversation
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>The rules of docs/reference/entra.md that the scenario proves.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    public required string Source { get; init; }

    public required IReadOnlyList<(string Name, string Value)> Variables { get; init; }

    public required IReadOnlyList<Exchange> Exchanges { get; init; }
}

/// <summary>One request and its answer.</summary>
public sealed record Exchange
{
    public required string Name { get; init; }

    public required int Line { get; init; }

    public required string Method { get; init; }

    /// <summary>As it goes over the wire: what comes after the base URL, or a whole URL.</summary>
    public required string Target { get; init; }

    public required IReadOnlyList<(string Name, string Value)> Headers { get; init; }

    public required string? Body { get; init; }

    public required IReadOnlyList<int> Statuses { get; init; }

    public required IReadOnlyList<Expectation> Expectations { get; init; }
}

/// <summary>One line below the status: a header, the body's text, or a place in the JSON.</summary>
/// <param name="Subject">A header's name, <c>body</c>, or a path that begins with <c>$</c>.</param>
/// <param name="Operator">See <see cref="ConversationReader"/>.</param>
/// <param name="Operand">JSON, a regular expression, a number or a variable's name, as the operator has it.</param>
public sealed record Expectation(string Subject, string Operator, string Operand, int Line);
