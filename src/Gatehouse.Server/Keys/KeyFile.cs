using System.Diagnostics;
using System.Text;

namespace Gatehouse.Server.Keys;

/// <summary>
/// Where the sealing key lives: in the configuration, or in a file that only its owner may read. Never in the database,
/// so that a copied database reveals nothing (S90).
/// </summary>
static class KeyFile
{
    public const string FileName = "gatehouse.key";
    public const string Variable = "GATEHOUSE__SECRETS__KEY";

    public static Sealing Load(string? configuredKey, string dataDirectory)
    {
        var text = configuredKey ?? ReadOrCreate(Path.Combine(dataDirectory, FileName));
        var source = configuredKey is null ? Path.Combine(dataDirectory, FileName) : Variable;

        var key = new byte[Secrets.StrongBytes];
        if (!Convert.TryFromBase64String(text.Trim(), key, out var written) || written != key.Length)
            throw new KeyException($"{source} does not hold 32 bytes in base64. A fresh key: openssl rand -base64 32");

        return new Sealing(key);
    }

    static string ReadOrCreate(string path)
    {
        // A key that is there is only read: it may well be mounted read-only.
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
            Create(path);

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ForOthers) != 0)
            throw new KeyException($"{path} can be read by others than its owner. Run: chmod 600 {path}");

        using var file = new StreamReader(Open(path, new() { Mode = FileMode.Open, Access = FileAccess.Read }));
        return file.ReadToEnd();
    }

    const UnixFileMode ForOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    static void Create(string path)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);

        // One process at a time: of several that start together one makes the key and the others find it. Moving a finished
        // file into place would not do: on Linux that is a look and then a rename, and the later of two renames wins.
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        using var file = Open(path, options);
        if (file.Length > 0)
            return;

        file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(Secrets.Bytes(Secrets.StrongBytes)) + "\n"));
        file.Flush(flushToDisk: true);
    }

    static FileStream Open(string path, FileStreamOptions options)
    {
        for (var waited = Stopwatch.StartNew(); ; Thread.Sleep(5))
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException) when (File.Exists(path) && waited.Elapsed < Patience)
            {
                // Another process is making the key.
            }
        }
    }

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
}
