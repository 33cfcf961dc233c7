using Gatehouse.Server.Clients;
using Gatehouse.Server.Keys;

using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;

using OpenIddict.Server;

namespace Gatehouse.Server.OAuth;

/// <summary>Feeds our issuer and keys to OpenIddict, and has it read them again when a key comes, changes its state or goes.</summary>
sealed class ServerKeys(SigningKeys keys, Sealing sealing, AccessTokens accessTokens)
    : IConfigureOptions<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictServerOptions>
{
    public string Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => keys.Changed;

    public void Configure(OpenIddictServerOptions options)
    {
        options.Issuer = new Uri(accessTokens.Issuer);

        // OpenIddict signs with the first and publishes all.
        options.SigningCredentials.AddRange(keys.Published.Select(key => key.Credentials));

        // Nothing we issue today is encrypted, but OpenIddict wants a key it could read its own codes with.
        options.EncryptionCredentials.Add(new EncryptingCredentials(
            new SymmetricSecurityKey(sealing.Derive("openiddict")), SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
    }
}
