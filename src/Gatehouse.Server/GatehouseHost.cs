using Gatehouse.Server.Audit;
using Gatehouse.Server.Clients;
using Gatehouse.Server.Console;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Federation;
using Gatehouse.Server.Findings;
using Gatehouse.Server.Http;
using Gatehouse.Server.Keys;
using Gatehouse.Server.Mail;
using Gatehouse.Server.OAuth;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Portal;
using Gatehouse.Server.Scim;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Transfer;
using Gatehouse.Server.Ui;

namespace Gatehouse.Server;

/// <summary>The server's table of contents: which modules there are, and in what order a request meets them.</summary>
static class GatehouseHost
{
    public static WebApplication Build(GatehouseOptions options, params string[] urls)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "gatehouse" });
        HttpModule.Configure(builder, urls);
        AddCore(builder.Services, options);
        StorageModule.Add(builder.Services);
        KeysModule.Add(builder.Services);
        UiModule.Add(builder.Services, options);
        MailModule.Add(builder.Services, options.Mail);
        ClientsModule.Add(builder.Services);
        FindingsModule.Add(builder.Services);
        SignInModule.Add(builder.Services);
        OAuthModule.Add(builder.Services);
        FederationModule.Add(builder.Services, options);
        PortalModule.Add(builder.Services);
        ConsoleModule.Add(builder.Services);
        ScimModule.Add(builder.Services, options.PublicUrl.AbsoluteUri, options.Limits);

        var app = builder.Build();
        HttpModule.Use(app);
        UiModule.UseErrorPages(app);
        HttpModule.UseOutages(app);
        ScimModule.Use(app);
        app.UseRouting();
        UiModule.UsePages(app);
        OAuthModule.Map(app);
        FederationModule.Use(app);
        HttpModule.UseNotFound(app);
        app.UseAuthorization();
        UiModule.UseForms(app);
        HttpModule.Map(app);
        UiModule.Map(app);
        SignInModule.Map(app);
        OAuthModule.MapPages(app);
        FederationModule.Map(app);
        PortalModule.Map(app);
        ConsoleModule.Map(app);
        ScimModule.Map(app);
        return app;
    }

    /// <summary>What administrative commands need: the same classes on the same database, without a server.</summary>
    public static ServiceProvider BuildForCommands(GatehouseOptions options)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        AddCore(services, options);
        KeysModule.AddCore(services);
        MailModule.AddCore(services);
        ClientsModule.AddCore(services);
        FindingsModule.AddCore(services);
        SignInModule.AddCore(services);
        OAuthModule.AddCore(services);
        FederationModule.AddCore(services);
        ConsoleModule.AddCore(services);
        return services.BuildServiceProvider();
    }

    static void AddCore(IServiceCollection services, GatehouseOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(static provider => provider.GetRequiredService<GatehouseOptions>().Database.Open());
        services.AddSingleton<InstanceSettings>();
        HttpModule.AddOutbound(services, options.Outbound);
        OrganizationsModule.Add(services);
        AuditModule.Add(services);
        DirectoryModule.Add(services);
        TransferModule.Add(services);
    }
}
