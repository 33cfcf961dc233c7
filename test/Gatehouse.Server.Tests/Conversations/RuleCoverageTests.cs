using System.Text.RegularExpressions;

using Gatehouse.Server.Tests.Clients;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Conversations;

/// <summary>No rule of docs/reference/entra.md stands there unproved.</summary>
public sealed partial class RuleCoverageTests
{
    // Rules that no conversation can show: the class whose tests show them, or why there is nothing to show.
    static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["R5"] = nameof(TokenEndpointTests),
        ["R7"] = "comes later, as the rule says",
        ["R8"] = nameof(BearerTokensTests),
        ["R10"] = "is the reverse proxy's, as the rule says",
        ["R82"] = nameof(LargeMembershipTests),
        ["R89"] = nameof(LoadTests),
        ["R90"] = nameof(LoadTests),
        ["O12"] = "asks for nothing, as the rule says",
    };

    static string Reference => Path.Combine(Repository.Root, "docs", "reference", "entra.md");

    static readonly HashSet<string> Proved = [.. ConversationFiles.Names.SelectMany(static name => ConversationFiles.Read(name).Rules)];

    [Fact]
    public void Every_rule_has_a_conversation_or_a_reason()
    {
        var unproved = Rules().Where(static rule => !Proved.Contains(rule) && !Elsewhere.ContainsKey(rule));

        Assert.Empty(unproved);
    }

    [Fact]
    public void Conversations_and_exceptions_name_only_rules_that_exist()
    {
        var rules = Rules();

        Assert.Empty(Proved.Except(rules));
        Assert.Empty(Elsewhere.Keys.Except(rules));
    }

    [Fact]
    public void A_rule_with_a_conversation_needs_no_exception() => Assert.Empty(Elsewhere.Keys.Intersect(Proved));

    static HashSet<string> Rules()
    {
        var rules = RulePattern().Matches(File.ReadAllText(Reference)).Select(static match => match.Groups[1].Value).ToHashSet();
        // A reference that lost its numbers must not make this class agree with everything.
        Assert.InRange(rules.Count(static rule => rule[0] == 'R'), 100, int.MaxValue);
        Assert.InRange(rules.Count(static rule => rule[0] == 'O'), 13, int.MaxValue);
        return rules;
    }

    [GeneratedRegex(@"\*\*([RO][0-9]+)\*\*")]
    private static partial Regex RulePattern();
}
