using System.CommandLine;
using System.Text.RegularExpressions;

using Gatehouse.Server.Commands;
using Gatehouse.Server.Tests.House;

namespace Gatehouse.Server.Tests.Commands;

/// <summary>The command line as a whole, and its reference page.</summary>
public sealed partial class CommandLineTests : CommandTest
{
    static readonly string Page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "reference", "cli.md"));

    public static TheoryData<string> Documented => [.. Rows().Matches(Page).SelectMany(static row => Code().Matches(row.Groups[1].Value)).Select(static code => code.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Documented))]
    public void Every_command_of_the_reference_page_is_there_with_its_options(string usage)
    {
        var command = Find(usage.Split(' ').TakeWhile(static word => CommandWord().IsMatch(word)));

        Assert.Empty(command.Subcommands);
        Assert.All(
            Option().Matches(usage).Select(static match => match.Value),
            option => Assert.Contains(command.Options, known => known.Name == option));
        Assert.Equal(ArgumentWord().Count(Value().Replace(usage, "")), command.Arguments.Count);
    }

    [Fact]
    public void Every_command_is_on_the_reference_page()
    {
        var documented = Documented.Select(static row => string.Join(' ', row.Data.Split(' ').TakeWhile(static word => CommandWord().IsMatch(word))));

        Assert.Equal(Leaves(CommandLine.Create(), "").Order(StringComparer.Ordinal), documented.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_that_use_the_database_take_its_folder_and_all_that_answer_take_a_form()
    {
        foreach (var name in Leaves(CommandLine.Create(), ""))
        {
            var options = Find(name.Split(' ')).Options.Select(static option => option.Name).ToList();

            Assert.Equal(name != "check", options.Contains("--data"));
            Assert.Equal(name is not ("serve" or "demo" or "migrate"), options.Contains("--output"));
            Assert.Equal(name is "serve" or "demo" or "clients create" or "users create" or "users invite" or "operators invite"
                or "federations add-oidc" or "federations reserve" or "federations add-saml" or "federations test", options.Contains("--public-url"));
        }
    }

    [Fact]
    public async Task Every_command_explains_itself()
    {
        foreach (var name in Leaves(CommandLine.Create(), ""))
            (await RunAnywhereAsync([.. name.Split(' '), "--help"])).ShouldSay("Usage:", $"gatehouse {name}".Split(' ')[^1], "Description:");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("clients")]
    [InlineData("clients create")]
    [InlineData("organizations create --output json")]
    [InlineData("organizations list --output yaml")]
    [InlineData("organizations list --nonsense --output json")]
    [InlineData("organizations suspend")]
    [InlineData("tokens create --output json")]
    [InlineData("schemas add --organization x --output json")]
    [InlineData("check https://id.contoso.example/scim/v2 --output json")]
    [InlineData("check nonsense --token x --output json")]
    [InlineData("check https://id.contoso.example/scim/v2 --token x --client-id y --client-secret z")]
    [InlineData("check https://id.contoso.example/scim/v2 --token x --only nonsense")]
    public async Task A_mistake_is_told_on_standard_error_and_leaves_standard_output_alone(string line) =>
        (await RunAnywhereAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ShouldRefuse("Usage:");

    static Command Find(IEnumerable<string> words) =>
        words.Aggregate((Command)CommandLine.Create(), static (command, word) => command.Subcommands.Single(sub => sub.Name == word));

    static IEnumerable<string> Leaves(Command command, string path) => command.Subcommands.SelectMany(sub => sub.Subcommands.Count == 0
        ? [$"{path}{sub.Name}"]
        : Leaves(sub, $"{path}{sub.Name} "));

    // The first table of the page: one row per command, its usage in the first cell.
    [GeneratedRegex(@"^\| (`(?:serve|demo|migrate|operators|organizations|clients|tokens|schemas|users|applications|domains|federations|findings|import|export|keys|check)\b[^\n]*?`) \| [^{\n]*\|$", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("^[a-z][a-z-]*$")]
    private static partial Regex CommandWord();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex Option();

    // What follows an option is its value: --client CLIENT_ID is no argument.
    [GeneratedRegex(@"--[a-z-]+( (""[^""]*""|[^\s\]\[]+))?")]
    private static partial Regex Value();

    [GeneratedRegex(@"(?<=\s)[A-Z][A-Z_]+\b")]
    private static partial Regex ArgumentWord();
}
