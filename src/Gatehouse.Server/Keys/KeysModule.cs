using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Gatehouse.Server.Keys;

/// <summary>
/// Owns the keys of this installation: the sealing key outside of the database, signing keys and their rotation, ASP.NET Core's
/// key ring, and randomness; the tables signing_keys and protection_keys. Does not own the secrets and keys of clients (Clients/).
/// </summary>
static class KeysModule
{
    /// <summary>What commands need as well as the server.</summary>
    public static void AddCore(IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<GatehouseOptions>();
            return KeyFile.Load(options.Secrets.Key, options.DataDirectory);
        });
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<ProtectionKeys>();
    }

    public static void Add(IServiceCollection services)
    {
        AddCore(services);
        services.AddHostedService<KeyRefresh>();

        services.AddDataProtection().SetApplicationName("Gatehouse");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = provider.GetRequiredService<ProtectionKeys>()));

        // It warns of unencrypted keys because it cannot know that ProtectionKeys seals the whole document.
        services.AddLogging(logging => logging.AddFilter(
            "Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
    }
}
