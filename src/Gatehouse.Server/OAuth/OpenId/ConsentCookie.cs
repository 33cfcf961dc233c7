using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.DataProtection;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>Keeps a question to a person while it is asked.</summary>
sealed class ConsentCookie(IDataProtectionProvider protection)
{
    readonly ProtectedCookie<ConsentQuestion> cookie = new(protection, "consent", ConsentJson.Default.ConsentQuestion, ConsentQuestion.Lifetime);

    public ConsentQuestion? Read(HttpContext http) => cookie.Read(http);

    public void Write(HttpContext http, ConsentQuestion question) => cookie.Write(http, question);

    public void Remove(HttpContext http) => cookie.Remove(http);
}
