using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;

using OpenIddict.Abstractions;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>
/// What a person sees when an application's request is wrong in a way that must not be told to the address it names: words for the person,
/// and the protocol's for whoever they send them to.
/// </summary>
static class ProtocolErrors
{
    public static IResult Page(HttpContext http, Language language, OpenIddictResponse fault)
    {
        PagePolicy.Default.Apply(http);
        return new RazorComponentResult<ProtocolErrorPage>(new
        {
            Language = language, Texts = ProtocolErrorTexts.For(language), Code = fault.Error!, Description = fault.ErrorDescription ?? "",
        })
        { StatusCode = StatusCodes.Status400BadRequest };
    }
}

/// <summary>The words of the page.</summary>
public sealed record ProtocolErrorTexts(string Title, string Text, string ForDevelopers)
{
    static readonly ProtocolErrorTexts English = new(
        "The application asked in a wrong way",
        "You cannot be signed in from here, and it is not your doing. Go back to the application and start again. If this page comes again, send what stands below to whoever runs the application.",
        "For them");

    static readonly ProtocolErrorTexts German = new(
        "Die Anwendung hat falsch gefragt",
        "Von hier aus können Sie nicht angemeldet werden, und das liegt nicht an Ihnen. Gehen Sie zurück zur Anwendung und beginnen Sie dort noch einmal. Kommt diese Seite wieder, geben Sie weiter, was unten steht, an die Betreiber der Anwendung.",
        "Für die Betreiber");

    public static ProtocolErrorTexts For(Language language) => language.Choose(English, German);
}
