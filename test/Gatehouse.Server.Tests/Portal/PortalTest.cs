using Gatehouse.Server.Tests.SignIn;

namespace Gatehouse.Server.Tests.Portal;

/// <summary>People at the pages of their own account.</summary>
public abstract class PortalTest(ServerFixture server) : SignInTest(server)
{
    /// <summary>Makes the person's sign-in older than sensitive pages take.</summary>
    internal Task LetTimePassAsync() => Database.WriteAsync(Scim.Organization, db => db.ExecuteAsync(
        "update sign_ins set authenticated_at = authenticated_at - 660000 where organization_id = @organization", null, Stop), Stop);

    /// <summary>The kept state of sign-ins is at most five seconds old; tests do not wait for it.</summary>
    internal async Task<Page> OpenStaleAsync(PageClient browser, string path)
    {
        await LetTimePassAsync();
        for (var deadline = DateTime.UtcNow.AddSeconds(6); ; await Task.Delay(200, Stop))
        {
            var page = await browser.LookAsync(path);
            if (page.Location is not null || DateTime.UtcNow > deadline)
                return page;
        }
    }
}
