namespace Gatehouse.Server.Clients;

/// <summary>
/// Owns OAuth clients, their credentials, and the answer to "whose token is this". Does not own how tokens are issued (OAuth/) or what
/// their callers may then do (Scim/).
/// </summary>
static class ClientsModule
{
    /// <summary>What commands need as well as the server.</summary>
    public static void AddCore(IServiceCollection services)
    {
        ClientId.RegisterTypeHandler();
        services.AddSingleton<ClientRegister>();
    }

    public static void Add(IServiceCollection services)
    {
        AddCore(services);
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<LongLivedTokens>();
        services.AddSingleton<SignedTokens>();
        services.AddSingleton<TokenStates>();
        services.AddSingleton<ClientAuthentications>();
        services.AddSingleton<BearerTokens>();
        services.AddSingleton<CredentialUses>();
        services.AddHostedService(static provider => provider.GetRequiredService<CredentialUses>());
    }
}
