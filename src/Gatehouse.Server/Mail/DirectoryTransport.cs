using System.Globalization;

using MimeKit;

namespace Gatehouse.Server.Mail;

/// <summary>
/// Writes each mail to a file of its own, for trying out and for programs that send them on. Who watches the folder for <c>*.eml</c> sees
/// whole files only.
/// </summary>
sealed class DirectoryTransport(string folder) : IMailTransport
{
    /// <summary>RFC 5322 §2.1.1.</summary>
    const int MostLineChars = 998;

    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public async Task SendAsync(MimeMessage message, CancellationToken stop)
    {
        CreatePrivately();
        // The time first, so that a listing has the order of the mails; the id, so that a second attempt writes the same file.
        var time = message.Date.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var path = Path.Combine(folder, $"{time}-{message.MessageId?.Split('@')[0]}.eml");
        var unfinished = path + ".part";

        // Not encoded where lines are short enough, so that people can read the file.
        message.Prepare(EncodingConstraint.EightBit, MostLineChars);
        await using (var file = new FileStream(unfinished, Private()))
        {
            await message.WriteToAsync(file, stop);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }

    // The files hold links and codes that work: others on the machine have no business in the folder.
    void CreatePrivately()
    {
        if (OperatingSystem.IsWindows())
            System.IO.Directory.CreateDirectory(folder);
        else
            System.IO.Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }
}
