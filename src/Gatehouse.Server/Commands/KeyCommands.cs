using System.CommandLine;
using System.Text.Json.Nodes;

using Gatehouse.Server.Keys;

namespace Gatehouse.Server.Commands;

/// <summary>gatehouse keys …</summary>
static class KeyCommands
{
    public static Command Create() => new("keys", "Show and rotate the keys that sign tokens") { CreateList(), CreateRotate() };

    static Command CreateList()
    {
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("list", "List the signing keys and what each is used for") { data, output };
        CommandContext.SetAction(command, data, null, output, async (context, _, stop) =>
        {
            var keys = context.Get<SigningKeys>();
            await keys.RefreshAsync(stop);
            var now = context.Get<TimeProvider>().GetUtcNow();
            context.WriteList(
                "keys", [.. keys.Current.Keys.Select(key => Describe(key, keys.Current.StateOf(key, now)))], "There are no keys yet. The server makes the first one when it starts.");
        });
        return command;
    }

    static Command CreateRotate()
    {
        var now = new Option<bool>("--now") { Description = "Sign with the new key at once, although relying parties may not know it yet" };
        var (data, output) = (CommonOptions.Data(), CommonOptions.Output());
        var command = new Command("rotate", "Announce the next signing key; it signs a day later") { now, data, output };
        CommandContext.SetAction(command, data, null, output, async (context, parsed, stop) =>
        {
            var keys = context.Get<SigningKeys>();
            var key = await keys.RotateAsync(parsed.GetValue(now), stop);
            context.Write(
                Describe(key, keys.Current.StateOf(key, context.Get<TimeProvider>().GetUtcNow())),
                "Tokens signed with earlier keys stay valid until they expire.");
        });
        return command;
    }

    static JsonObject Describe(SigningKey key, SigningKeyState state) => new()
    {
        ["id"] = key.Id,
        ["algorithm"] = SigningKey.Algorithm,
        ["state"] = state.ToString().ToLowerInvariant(),
        ["createdAt"] = key.CreatedAt.ToString("O"),
        ["activeFrom"] = key.ActivatesAt.ToString("O"),
    };
}
