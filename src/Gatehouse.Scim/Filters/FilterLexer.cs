using System.Text;
using System.Text.Json;

namespace Gatehouse.Scim.Filters;

enum FilterToken
{
    Word,
    Text,
    Open,
    Close,
    OpenValue,
    CloseValue,
    End,
}

/// <summary>Cuts a filter or path into tokens. Holds the one that is next.</summary>
ref struct FilterLexer
{
    readonly string source;
    int position;

    /// <exception cref="FilterSyntaxException">Longer than the limit, or the first token is malformed.</exception>
    public FilterLexer(string source, FilterLimits limits)
    {
        if (source.Length > limits.Length)
            throw new FilterSyntaxException($"It has more than {limits.Length} characters.");

        this.source = source;
        Value = "";
        Advance();
    }

    public FilterToken Token { get; private set; }

    /// <summary>The word, or the text without its quotation marks and escapes.</summary>
    public string Value { get; private set; }

    /// <summary>Where the token begins, counted from 1.</summary>
    public int Place { get; private set; }

    /// <summary>True when nothing stands between the previous token and this one.</summary>
    public bool IsAdjacent { get; private set; }

    public readonly bool IsWord(string word) => Token == FilterToken.Word && Value.Equals(word, StringComparison.OrdinalIgnoreCase);

    public void Advance()
    {
        var start = position;
        while (position < source.Length && source[position] is ' ' or '\t')
            position++;
        IsAdjacent = position == start;
        Place = position + 1;
        if (position == source.Length)
        {
            Token = FilterToken.End;
            Value = "";
            return;
        }

        var (token, isSign) = source[position] switch
        {
            '(' => (FilterToken.Open, true),
            ')' => (FilterToken.Close, true),
            '[' => (FilterToken.OpenValue, true),
            ']' => (FilterToken.CloseValue, true),
            '"' => (FilterToken.Text, false),
            _ => (FilterToken.Word, false),
        };
        Token = token;
        if (isSign)
            position++;
        else if (token == FilterToken.Text)
            Value = ReadText();
        else
            Value = ReadWord();
    }

    string ReadWord()
    {
        var start = position;
        while (position < source.Length && source[position] is not (' ' or '\t' or '(' or ')' or '[' or ']' or '"'))
        {
            if (source[position] is '\'' or ';' or '&' or '|' or ',' or '\\' || char.IsControl(source[position]))
                throw new FilterSyntaxException($"The character at {position + 1} has no meaning here; put texts in double quotation marks.");
            position++;
        }

        if (position < source.Length && source[position] == '"')
            throw new FilterSyntaxException($"A quotation mark at {position + 1} follows a word without a blank.");
        return source[start..position];
    }

    // RFC 7644 figure 1: texts are JSON strings, with all its escapes.
    string ReadText()
    {
        var start = position++;
        while (position < source.Length && source[position] != '"')
            position += source[position] == '\\' ? 2 : 1;
        if (position >= source.Length)
            throw new FilterSyntaxException($"The text that begins at {start + 1} has no end.");

        position++;
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(source, start, position - start));
            reader.Read();
            var text = reader.GetString()!;
            return !text.Contains('\0', StringComparison.Ordinal)
                ? text
                : throw new FilterSyntaxException($"The text that begins at {start + 1} holds the character U+0000.");
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw new FilterSyntaxException($"The text that begins at {start + 1} is not a JSON string.");
        }
    }
}

/// <summary>A filter or path cannot be read; its message says where and why, without repeating it.</summary>
sealed class FilterSyntaxException(string message) : Exception(message);
