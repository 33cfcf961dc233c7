using Gatehouse.Server.Keys;

namespace Gatehouse.Server.Tests.Keys;

public sealed class KeyFileTests : IDisposable
{
    readonly DirectoryInfo data = System.IO.Directory.CreateTempSubdirectory("gatehouse-key-");

    string KeyPath => Path.Combine(data.FullName, KeyFile.FileName);

    public void Dispose() => data.Delete(recursive: true);

    [Fact]
    public void The_first_start_makes_a_key_that_only_its_owner_can_read()
    {
        var made = KeyFile.Load(configuredKey: null, data.FullName);

        Assert.Equal(made.KeyId, KeyFile.Load(configuredKey: null, data.FullName).KeyId);
        Assert.Equal(KeyPath, Assert.Single(System.IO.Directory.GetFiles(data.FullName)));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
    }

    [Fact]
    public void Starts_at_the_same_moment_agree_on_one_key()
    {
        for (var round = 0; round < 50; round++)
        {
            var ids = new string[16];
            var start = new Barrier(ids.Length);
            var starts = ids.Select((_, i) => new Thread(() =>
            {
                start.SignalAndWait();
                ids[i] = KeyFile.Load(configuredKey: null, data.FullName).KeyId;
            })).ToList();
            starts.ForEach(thread => thread.Start());
            starts.ForEach(thread => thread.Join());

            Assert.Single(ids.Distinct());
            Assert.Equal(KeyPath, Assert.Single(System.IO.Directory.GetFiles(data.FullName)));
            File.Delete(KeyPath);
        }
    }

    [Fact]
    public void A_start_that_was_cut_off_is_made_up_for()
    {
        KeyFile.Load(configuredKey: null, data.FullName);
        File.WriteAllBytes(KeyPath, []);

        var made = KeyFile.Load(configuredKey: null, data.FullName);

        Assert.Equal(made.KeyId, KeyFile.Load(configuredKey: null, data.FullName).KeyId);
    }

    [Fact]
    public void A_key_that_others_can_read_stops_the_start()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes");
            return;
        }

        KeyFile.Load(configuredKey: null, data.FullName);
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var refusal = Assert.Throws<KeyException>(() => KeyFile.Load(configuredKey: null, data.FullName));

        Assert.Contains("chmod 600", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configured_key_needs_no_file()
    {
        var key = Convert.ToBase64String(Secrets.Bytes(32));

        Assert.Equal(KeyFile.Load(key, data.FullName).KeyId, KeyFile.Load(key, data.FullName).KeyId);
        Assert.Empty(System.IO.Directory.GetFiles(data.FullName));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("c2hvcnQ=")]
    public void A_key_of_another_form_is_refused_without_being_repeated(string key)
    {
        var refusal = Assert.Throws<KeyException>(() => KeyFile.Load(key, data.FullName));

        Assert.Contains(KeyFile.Variable, refusal.Message, StringComparison.Ordinal);
        if (key.Length > 0)
            Assert.DoesNotContain(key, refusal.Message, StringComparison.Ordinal);
    }
}
