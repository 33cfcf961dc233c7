using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

using MimeKit;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>A mail server that others wrote, in a process of its own, which keeps what it is sent. See smtp/sink.py; needs aiosmtpd.</summary>
sealed class SmtpSink : IDisposable
{
    public const string UserName = "gatehouse";
    public const string Password = "correct horse battery staple";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process process;

    SmtpSink(Process process, int port)
    {
        this.process = process;
        Port = port;
    }

    public int Port { get; }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<SmtpSink> StartAsync(params IEnumerable<string> args)
    {
        // Not the first python3 of the path: packages of the system are there for the system's own.
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "smtp", "sink.py"), .. args])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("python3 could not be started.");
        var port = await process.StandardOutput.ReadLineAsync(Stop);
        return port is null
            ? throw new InvalidOperationException($"The mail server ended before it listened. {await process.StandardError.ReadToEndAsync(Stop)}")
            : new(process, int.Parse(port, CultureInfo.InvariantCulture));
    }

    /// <summary>The next mail that the server took.</summary>
    public async Task<ReceivedMail> NextAsync()
    {
        var line = await process.StandardOutput.ReadLineAsync(Stop).AsTask().WaitAsync(Patience, Stop);
        var json = JsonDocument.Parse(line ?? throw new InvalidOperationException("The mail server ended.")).RootElement;
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(json.GetProperty("message").GetString()!));
        return new(
            json.GetProperty("from").GetString()!, Assert.Single(json.GetProperty("to").EnumerateArray()).GetString()!, json.GetProperty("tls").GetBoolean(),
            json.GetProperty("authenticated").GetBoolean(), json.GetProperty("hello").GetString()!, await MimeMessage.LoadAsync(bytes, Stop));
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}

/// <summary>A mail with its envelope, and how the connection was.</summary>
sealed record ReceivedMail(string From, string To, bool Tls, bool IsAuthenticated, string Hello, MimeMessage Message);
