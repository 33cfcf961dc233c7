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
        if (!File.Exists(path))
            Create(path);

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ForOthers) != 0)
            throw new KeyException($"{path} can be read by others than its owner. Run: chmod 600 {path}");

        return File.ReadAllText(path);
    }

    const UnixFileMode ForOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    static void Create(string path)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var unfinished = $"{path}.{Convert.ToHexStringLower(Secrets.Bytes(8))}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        using (var stream = new FileStream(unfinished, options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(Secrets.Bytes(Secrets.StrongBytes)) + "\n"));
            stream.Flush(flushToDisk: true);
        }

        try
        {
            // Appears with its whole content or not at all, and only for the first of two processes that start together.
            File.Move(unfinished, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(unfinished);
        }
    }
}
