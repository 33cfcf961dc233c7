using System.Security.Cryptography;
using System.Text;

using Gatehouse.Server.SignIn;

namespace Gatehouse.Server.Tests.SignIn;

public sealed class BreachedPasswordsTests : IDisposable
{
    readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData(1, "\n", ":7")]
    [InlineData(2, "\r\n", ":12345678")]
    [InlineData(1_000, "\n", "")]
    [InlineData(1_000, "\r\n", ":3")]
    public void Every_line_is_found_and_nothing_else(int count, string end, string more)
    {
        var leaked = Enumerable.Range(0, count).Select(static i => $"leaked password {i}").ToList();
        File.WriteAllText(file, string.Concat(leaked.Select(HashOf).Order(StringComparer.Ordinal).Select(hash => hash + more + end)));
        var list = new BreachedPasswords(file);

        Assert.All(leaked, password => Assert.True(list.Contains(password), password));
        Assert.All(Enumerable.Range(0, 200), i => Assert.False(list.Contains($"another password {i}")));
    }

    [Fact]
    public void Without_a_list_and_in_an_empty_one_nothing_has_leaked()
    {
        Assert.False(new BreachedPasswords(null).Contains("password"));
        Assert.False(new BreachedPasswords(file).Contains("password"));
    }

    static string HashOf(string password)
    {
#pragma warning disable CA5350 // The form of the list.
        return Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350
    }
}
