using System.Text.Json;

namespace Gatehouse.Server.Tests.Commands;

/// <summary>What a command left behind: its exit status and what it wrote.</summary>
sealed record CommandResult(int Status, string Output, string Error)
{
    /// <summary>Success with one JSON object on standard output and nothing anywhere else.</summary>
    public JsonElement ShouldBeJson()
    {
        Assert.True(Status == 0, $"status {Status}: {Error}");
        Assert.Equal("", Error);
        Assert.EndsWith(Environment.NewLine, Output, StringComparison.Ordinal);
        Assert.Single(Output.TrimEnd().Split('\n'));
        var json = JsonDocument.Parse(Output).RootElement;
        Assert.Equal(JsonValueKind.Object, json.ValueKind);
        return json;
    }

    /// <summary>Success in words.</summary>
    public void ShouldSay(params IEnumerable<string> words)
    {
        Assert.True(Status == 0, $"status {Status}: {Error}");
        Assert.Equal("", Error);
        Assert.All(words, word => Assert.Contains(word, Output, StringComparison.Ordinal));
    }

    /// <summary>A refusal in words on standard error, which says what to do and shows nothing of the inside.</summary>
    public void ShouldRefuse(params IEnumerable<string> words)
    {
        Assert.NotEqual(0, Status);
        Assert.Equal("", Output);
        Assert.All(words, word => Assert.Contains(word, Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", Error, StringComparison.Ordinal);
    }
}
