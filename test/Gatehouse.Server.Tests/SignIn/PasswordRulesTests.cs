using Gatehouse.Server.SignIn;

namespace Gatehouse.Server.Tests.SignIn;

public sealed class PasswordRulesTests
{
    static readonly string?[] Context = ["Mira Okonkwo", "mira.okonkwo@contoso.example", null, "Contoso Cloud"];

    readonly PasswordRules rules = new(new BreachedPasswords(null));

    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("ткань облако лестница")]
    [InlineData("jq8-vtr-2mx-wln")]
    [InlineData("mira likes long walks in Utrecht")]
    [InlineData("my password is a fine sentence")]
    public void Long_and_own_is_enough(string password) => Assert.Equal(PasswordFault.None, rules.Judge(password, Context));

    [Theory]
    [InlineData("", "TooShort")]
    [InlineData("elevenchars", "TooShort")]
    [InlineData("🙂🙂🙂🙂🙂🙂", "TooShort")]
    [InlineData("Password1234!", "Common")]
    [InlineData("P4$$w0rd2026", "Common")]
    [InlineData("!!!Summer2026!!!", "Common")]
    [InlineData("Willkommen123", "Common")]
    [InlineData("aaaaaaaaaaaa", "Common")]
    [InlineData("abcabcabcabc", "Common")]
    [InlineData("qwertyuiop12", "Common")]
    [InlineData("987654321012", "Common")]
    [InlineData("abcdefghijklm", "Common")]
    [InlineData("1qaz2wsx3edc", "Common")]
    [InlineData("Mira.Okonkwo1", "TooPersonal")]
    [InlineData("contosocloud1", "TooPersonal")]
    public void What_is_tried_first_is_refused(string password, string fault) => Assert.Equal(fault, rules.Judge(password, Context).ToString());

    [Fact]
    public void What_nobody_types_is_refused_before_it_is_hashed()
    {
        Assert.Equal(PasswordFault.None, rules.Judge(string.Concat(Enumerable.Range(0, 60).Select(static i => $"word{i * 7919} ")), []));
        Assert.Equal(PasswordFault.TooLong, rules.Judge(string.Concat(Enumerable.Range(0, 200).Select(static i => $"word{i * 7919} ")), []));
    }

    [Fact]
    public async Task One_password_is_one_in_all_forms_of_Unicode()
    {
        using var hashing = new PasswordHashing();
        var hash = await hashing.HashAsync("caf\u00E9 au lait, s'il", TestContext.Current.CancellationToken);

        Assert.True((await hashing.VerifyAsync(hash, "cafe\u0301 au lait, s'il", TestContext.Current.CancellationToken)).IsRight);
        Assert.False((await hashing.VerifyAsync(hash, "cafe au lait, s'il", TestContext.Current.CancellationToken)).IsRight);
        Assert.False((await hashing.VerifyAsync(null, "of nobody", TestContext.Current.CancellationToken)).IsRight);
    }
}
