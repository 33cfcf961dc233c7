using System.Text.Json;

namespace Gatehouse.Server.Tests.Commands;

public sealed class KeyCommandTests : CommandTest
{
    [Fact]
    public async Task Before_the_first_server_there_is_no_key()
    {
        (await RunAsync("keys", "list")).ShouldSay("There are no keys yet");
        Assert.Equal(0, (await ListAsync()).GetArrayLength());
    }

    [Fact]
    public async Task Rotate_announces_a_key_that_signs_a_day_later()
    {
        var next = await JsonAsync("keys", "rotate");

        Assert.Equal(["id", "algorithm", "state", "createdAt", "activeFrom"], next.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(("ES256", "next"), (next.GetProperty("algorithm").GetString(), next.GetProperty("state").GetString()));
        Assert.InRange(next.GetProperty("activeFrom").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddHours(23), DateTimeOffset.UtcNow.AddHours(25));
        Assert.Equal(["active", "next"], await StatesAsync());
        (await RunAsync("keys", "rotate")).ShouldSay("next", "stay valid until they expire");
        Assert.Equal(["active", "next"], await StatesAsync());
    }

    [Fact]
    public async Task Rotate_now_signs_with_the_new_key_at_once()
    {
        await JsonAsync("keys", "rotate");

        var next = await JsonAsync("keys", "rotate", "--now");

        Assert.Equal("active", next.GetProperty("state").GetString());
        Assert.Equal(["retired", "active"], await StatesAsync());
        Assert.Equal(next.GetProperty("id").GetString(), (await ListAsync())[1].GetProperty("id").GetString());
    }

    [Fact]
    public async Task No_private_key_is_ever_shown()
    {
        await JsonAsync("keys", "rotate", "--now");

        var shown = (await RunAsync("keys", "list")).Output + (await RunAsync("keys", "list", "--output", "json")).Output;

        Assert.Contains("ES256", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", shown, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\"d\"", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("\n")]
    [InlineData("c2hvcnQ=")]
    public async Task A_key_file_that_holds_no_key_is_refused_by_name(string content)
    {
        await JsonAsync("keys", "rotate");
        await File.WriteAllTextAsync(Path.Combine(Data, "gatehouse.key"), content, Stop);

        (await RunAsync("keys", "list")).ShouldRefuse("gatehouse.key", "openssl rand -base64 32");
    }

    [Fact]
    public async Task Another_key_file_than_the_databases_is_refused_with_what_is_needed()
    {
        await JsonAsync("keys", "rotate");
        File.Delete(Path.Combine(Data, "gatehouse.key"));

        (await RunAsync("keys", "rotate", "--output", "json")).ShouldRefuse("gatehouse.key", "GATEHOUSE__SECRETS__KEY");
    }

    async Task<JsonElement> ListAsync() => (await JsonAsync("keys", "list")).GetProperty("keys");

    async Task<IEnumerable<string?>> StatesAsync() => (await ListAsync()).EnumerateArray().Select(static key => key.GetProperty("state").GetString());
}
