using Microsoft.AspNetCore.Authentication;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// Owns how people sign in with an account of ours and stay signed in: passwords, second factors, links and codes by mail, the sign-in
/// cookie; the tables local_sign_ins, local_credentials, sign_ins, account_links and sign_in_failures. Does not own users (Directory/), nor
/// what an application learns of them (OAuth/).
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
        services.AddSingleton<SignIns>();
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
        services.AddSingleton<SignInDispatcher>();
        services.AddSingleton<SignOuts>();
        services.AddSingleton<MailedCodes>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, SignInAuthentication>(SignInAuthentication.SchemeName, null);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").AddEndpointFilter<FlowBranding>();
        pages.MapSignIn();
        pages.MapSetUp();
        pages.MapAccountLinks();
        routes.MapSignOut();
        routes.MapLogos();
    }
}
