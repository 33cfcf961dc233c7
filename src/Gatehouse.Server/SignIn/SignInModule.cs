using Gatehouse.Server.Directory;
using Gatehouse.Server.SignIn.Passkeys;
using Gatehouse.Server.Storage;

using Microsoft.AspNetCore.Authentication;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// Owns how people sign in with an account of ours and stay signed in: passwords, passkeys, second factors, links and codes by mail, the
/// sign-in cookie; the tables local_sign_ins, local_credentials, passkeys, verified_addresses, sign_ins, application_sign_ins, account_links,
/// sign_in_failures and spent_tickets. Does not own users (Directory/), nor what an application learns of them (OAuth/).
/// </summary>
static class SignInModule
{
    /// <summary>What commands need as well as the server.</summary>
    public static void AddCore(IServiceCollection services)
    {
        services.AddSingleton<PasswordHashing>();
        services.AddSingleton<LocalAccounts>();
        services.AddSingleton<LocalCredentials>();
        services.AddSingleton<AccountLinks>();
        services.AddSingleton<ApplicationSignIns>();
        services.AddSingleton<IUserEndings>(static provider => provider.GetRequiredService<ApplicationSignIns>());
        services.AddSingleton<SignIns>();
        services.AddSingleton<PasskeyRegister>();
        services.AddSingleton<SpentTickets>();
        services.AddSingleton<LocalDoors>();
        services.AddSingleton<VerifiedAddresses>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<GrantedSignIns>();
        services.AddSingleton(static provider => new BreachedPasswords(provider.GetRequiredService<GatehouseOptions>().Passwords.BreachedFile));
        services.AddSingleton<PasswordRules>();
        services.AddSingleton<AccountMails>();
        services.AddSingleton<LocalAccountRegister>();
    }

    public static void Add(IServiceCollection services)
    {
        AddCore(services);
        services.AddSingleton<SignInCookies>();
        services.AddSingleton<SignInSteps>();
        services.AddSingleton<HomeRealm>();
        services.AddSingleton<SignInDispatcher>();
        services.AddSingleton<SignOuts>();
        services.AddSingleton<MailedCodes>();
        services.AddSingleton<IRetention, SignInRetention>();
        services.AddSingleton<AddressChanges>();
        services.AddSingleton<FactorNotes>();
        services.AddSingleton<ResetRequests>();
        services.AddHostedService(static provider => provider.GetRequiredService<ResetRequests>());
        services.AddPasskeys();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, SignInAuthentication>(SignInAuthentication.SchemeName, null);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").AddEndpointFilter<FlowBranding>();
        pages.MapSignIn();
        pages.MapPasskeySignIn();
        pages.MapSetUp();
        pages.MapPasskeySetUp();
        pages.MapAccountLinks();
        routes.MapSignOut();
        routes.MapLogos();
    }
}
