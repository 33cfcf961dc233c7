using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;

namespace Gatehouse.EndToEnd.Tests.RelyingParties;

/// <summary>
/// Apache with mod_auth_openidc in front of a page that shows who reads it. It asks the provider once, and remembers a failure: the provider
/// must run before.
/// </summary>
sealed class ApacheServer : IAsyncDisposable
{
    const string Executable = "/usr/sbin/apache2";
    const string Modules = "/usr/lib/apache2/modules";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gatehouse-apache-");
    readonly int port = Installation.FreePort();
    Process? process;

    public static string? MissingBecause { get; } =
        File.Exists(Executable) && File.Exists($"{Modules}/mod_auth_openidc.so") ? null : "apache2-bin and libapache2-mod-auth-openidc are not installed";

    public Uri Payroll => new($"http://127.0.0.1:{port}/payroll/salaries.html");

    public Uri RedirectUri => new($"http://127.0.0.1:{port}/payroll/callback");

    public Uri Goodbye => new($"http://127.0.0.1:{port}/goodbye.html");

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Serves the pages for people of an issuer, as the application that it was registered as there.</summary>
    public async Task ServeAsync(Uri issuer, string clientId, string? clientSecret)
    {
        // As root, Apache gives its rights up before it serves.
        const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        if (!OperatingSystem.IsWindows())
            folder.UnixFileMode = Readable;
        var site = folder.CreateSubdirectory("site");
        await File.WriteAllTextAsync(Path.Combine(site.CreateSubdirectory("payroll").FullName, "salaries.html"), Page($"""
            <p>Salaries for <b id="name"><!--#echo var="OIDC_CLAIM_name" --></b>, <b id="user"><!--#echo var="REMOTE_USER" --></b></p>
            <p><a href="{RedirectUri.AbsolutePath}?logout={Uri.EscapeDataString(Goodbye.AbsoluteUri)}">Sign out</a></p>
            """), Stop);
        await File.WriteAllTextAsync(Path.Combine(site.FullName, "goodbye.html"), Page("""<p id="goodbye">Goodbye.</p>"""), Stop);
        var configuration = Path.Combine(folder.FullName, "apache.conf");
        await File.WriteAllTextAsync(configuration, Configuration(site.FullName, issuer, clientId, clientSecret), Stop);

        // -X keeps it to one process, so that there is one to end.
        process = Process.Start(new ProcessStartInfo(Executable, ["-X", "-f", configuration])) ?? throw new InvalidOperationException("Apache could not be started.");
        await AnswersAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }

        folder.Delete(recursive: true);
    }

    static string Page(string body) => $"""
        <!doctype html>
        <html lang="en"><head><title>Payroll</title><link rel="icon" href="data:,"></head><body>
        {body}
        </body></html>

        """;

    string Configuration(string site, Uri issuer, string clientId, string? clientSecret) => $$"""
        ServerRoot "{{folder.FullName}}"
        DefaultRuntimeDir "{{folder.FullName}}"
        ServerName 127.0.0.1
        Listen 127.0.0.1:{{port}}
        PidFile "{{folder.FullName}}/apache.pid"
        ErrorLog "{{folder.FullName}}/error.log"
        Mutex "file:{{folder.FullName}}" default
        User www-data
        Group www-data

        LoadModule mpm_event_module {{Modules}}/mod_mpm_event.so
        LoadModule authn_core_module {{Modules}}/mod_authn_core.so
        LoadModule authz_core_module {{Modules}}/mod_authz_core.so
        LoadModule authz_user_module {{Modules}}/mod_authz_user.so
        LoadModule include_module {{Modules}}/mod_include.so
        LoadModule auth_openidc_module {{Modules}}/mod_auth_openidc.so

        DocumentRoot "{{site}}"
        <Directory "{{site}}">
            Options +Includes
            SetOutputFilter INCLUDES
            ForceType "text/html; charset=utf-8"
            Require all granted
        </Directory>
        <Location "/payroll">
            AuthType openid-connect
            Require valid-user
        </Location>

        OIDCProviderMetadataURL {{issuer}}.well-known/openid-configuration
        OIDCClientID {{clientId}}
        OIDCClientSecret {{clientSecret}}
        OIDCRedirectURI {{RedirectUri}}
        OIDCCryptoPassphrase {{Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}}
        OIDCPKCEMethod S256
        OIDCScope "openid profile email"
        OIDCRemoteUserClaim email

        """;

    async Task AnswersAsync()
    {
        using var http = new HttpClient();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        deadline.CancelAfter(Patience);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(Goodbye, deadline.Token);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            Assert.False(process is { HasExited: true }, "Apache ended before it listened.");
            await Task.Delay(50, deadline.Token);
        }
    }
}
