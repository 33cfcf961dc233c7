using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// Decides the next step of a sign-in, and ends it. Nothing else does: a page asks here where to go, and gets in only when the steps before
/// it are done (S81).
/// </summary>
sealed class SignInDispatcher(
    Database database, SignInSteps steps, SignInCookies cookies, SignIns signIns, SignInThrottle throttle, SpentTickets spent, LocalAccounts accounts,
    LocalDoors doors, AuditLog audit, TimeProvider clock)
{
    /// <summary>Where somebody goes who came for nothing in particular.</summary>
    public const string Home = "/portal";

    /// <summary>The same for operators.</summary>
    const string OperatorsHome = "/console";

    /// <summary>The sign-in that is under way, or a new one.</summary>
    public SignInFlow FlowOf(HttpContext http) =>
        Read(http) ?? new SignInFlow { ReturnUrl = Home, BegunAt = clock.GetUtcNow() };

    /// <summary>Begins anew, with an organization's own people only.</summary>
    public SignInFlow NewFlowOf(HttpContext http, OrganizationId organization)
    {
        var flow = NewFlow(Home) with { Organization = organization.ToString() };
        cookies.SetFlow(http.Response, flow);
        return flow;
    }

    /// <summary>Lets the forms of a page end at the application that asked for the sign-in: browsers follow their redirects there only then.</summary>
    public async ValueTask<object?> AllowTargetAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (cookies.Flow(context.HttpContext.Request)?.Target is { } target)
            PagePolicy.AllowFormTarget(context.HttpContext, new Uri(target));
        return await next(context);
    }

    /// <summary>The sign-in that is under way if the password was right, else null.</summary>
    public SignInFlow? FlowBehindPassword(HttpContext http) => Read(http) is { User: not null } flow ? flow : null;

    SignInFlow? Read(HttpContext http) => cookies.Flow(http.Request) is { } flow ? flow with { Branding = http.Features.Get<Branding>() } : null;

    /// <summary>Begins a sign-in that returns to a path of ours.</summary>
    public IResult Begin(HttpContext http, SignInFlow flow)
    {
        cookies.SetFlow(http.Response, flow);
        return SeeOther.To("/sign-in");
    }

    public SignInFlow NewFlow(string returnUrl) => new() { ReturnUrl = SignInFlow.IsLocal(returnUrl) ? returnUrl : Home, BegunAt = clock.GetUtcNow() };

    /// <summary>Keeps a sign-in that is under way until the next page.</summary>
    public SignInFlow Keep(HttpContext http, SignInFlow flow)
    {
        cookies.SetFlow(http.Response, flow);
        return flow;
    }

    /// <summary>Has somebody who is signed in prove it anew, and come back.</summary>
    public async Task<IResult> AskAgainAsync(HttpContext http, SignedIn signedIn, string returnUrl)
    {
        var account = await accounts.FindAsync(signedIn.Organization, signedIn.User, http.RequestAborted);
        return Begin(http, NewFlow(returnUrl) with { Organization = signedIn.Organization.ToString(), Address = account?.Address, MustProveAnew = true });
    }

    /// <summary>Keeps the flow and goes to the next page, or signs the person in.</summary>
    public async Task<IResult> ContinueAsync(HttpContext http, SignInFlow flow, CancellationToken stop)
    {
        if (flow.User is not null && HasSecondFactor(flow))
            return await FinishAsync(http, flow, stop);

        cookies.SetFlow(http.Response, flow);
        if (flow.Address is null)
            return SeeOther.To("/sign-in");
        if (flow.User is null)
            return SeeOther.To("/sign-in/password");

        var factors = await steps.FactorsAsync(flow, stop);
        return SeeOther.To(factors.Any(static kind => kind != LocalCredential.RecoveryCode) ? "/sign-in/factor" : "/sign-in/set-up");
    }

    static bool HasSecondFactor(SignInFlow flow) => flow.Methods.Any(static method => method != "pwd");

    async Task<IResult> FinishAsync(HttpContext http, SignInFlow flow, CancellationToken stop)
    {
        var (organization, user) = SignInSteps.Of(flow);
        if (await doors.AreClosedAsync(organization, user, stop))
            return await RefuseAsync(http, flow, stop);

        var origin = cookies.OriginOf(http, user);
        var before = await BeforeAsync(http, stop);
        var handle = await database.WriteAsync(organization, async db =>
        {
            if (!await spent.TrySpendAsync(db, $"flow:{flow.Id:N}", flow.BegunAt + SignInFlow.Lifetime, stop))
                return null;

            await throttle.ForgetAsync(db, user, origin, stop);
            await audit.AppendAsync(db, SignInAudit.Event(http, "sign-in.succeeded", user, string.Join(' ', flow.Methods)), stop);
            return await KeepAsync(db, http, user, new() { Methods = [.. flow.Methods, "mfa"] }, before, stop);
        }, stop);

        if (handle is not null)
            return Enter(http, flow, organization, user, handle);

        cookies.RemoveFlow(http.Response);
        return SeeOther.To("/sign-in");
    }

    /// <summary>Says that the organization lets its people in by its own identity provider only (S65).</summary>
    async Task<IResult> RefuseAsync(HttpContext http, SignInFlow flow, CancellationToken stop)
    {
        var (organization, user) = SignInSteps.Of(flow);
        await database.WriteAsync(
            organization, db => audit.AppendAsync(db, SignInAudit.Event(http, "sign-in.refused", user, string.Join(' ', flow.Methods)), stop), stop);
        cookies.RemoveFlow(http.Response);
        var (language, texts) = (LanguageSelection.Of(http), SignInTexts.For(LanguageSelection.Of(http)));
        return new RazorComponentResult<MessagePage>(new { Title = texts.ElsewhereTitle, Advice = texts.ElsewhereAdvice, texts.ToSignIn, Language = language })
        { StatusCode = StatusCodes.Status403Forbidden };
    }

    /// <summary>The sign-in that this browser has already.</summary>
    public ValueTask<(OrganizationId Organization, StoredSignIn SignIn)?> BeforeAsync(HttpContext http, CancellationToken stop) =>
        signIns.FindAsync(cookies.SignInHandle(http.Request), stop);

    /// <summary>A new handle each time (S76); the person's sign-in of before goes on under it, with what it granted to applications.</summary>
    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="http">The request.</param>
    /// <param name="user">Who signs in.</param>
    /// <param name="proof">How they proved it.</param>
    /// <param name="before">What <see cref="BeforeAsync"/> found.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The handle, for <see cref="Enter"/>.</returns>
    public async Task<string> KeepAsync(
        DbScope db, HttpContext http, UserId user, SignInProof proof, (OrganizationId Organization, StoredSignIn SignIn)? before, CancellationToken stop)
    {
        var here = proof with { SourceAddress = http.Connection.RemoteIpAddress?.ToString(), UserAgent = AgentOf(http) };
        var own = before is var (of, signIn) && of == db.Organization && signIn.UserId == user.Value ? signIn : null;
        return (own is null ? null : await signIns.RenewAsync(db, user, own.SignInId, here, stop)) ?? (await signIns.BeginAsync(db, user, here, stop)).Handle;
    }

    /// <summary>Lets somebody in whose sign-in is kept, and sends them where they wanted to go.</summary>
    public IResult Enter(HttpContext http, SignInFlow flow, OrganizationId organization, UserId user, string handle)
    {
        if (cookies.SignInHandle(http.Request) is { } earlier)
            signIns.Forget(earlier);
        cookies.RemoveFlow(http.Response);
        cookies.SetSignIn(http.Response, handle);
        cookies.MarkDevice(http, user);
        var back = SignInFlow.IsLocal(flow.ReturnUrl) ? flow.ReturnUrl : Home;
        return SeeOther.To(back == Home && organization == OperatorsOrganization.Id ? OperatorsHome : back);
    }

    static string? AgentOf(HttpContext http)
    {
        const int Longest = 300;
        var agent = http.Request.Headers.UserAgent.ToString();
        return agent.Length == 0 ? null : agent[..Math.Min(agent.Length, Longest)];
    }
}

/// <summary>303: go there with GET, and do not send the form again (RFC 9110 §15.4.4).</summary>
sealed class SeeOther : IResult
{
    readonly string location;

    SeeOther(string location) => this.location = location;

    public static SeeOther To(string location) => new(location);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}
