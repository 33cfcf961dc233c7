namespace Gatehouse.Server.Mail;

/// <summary>Whom a mail is for.</summary>
/// <param name="Address">Where it goes.</param>
/// <param name="Name">How the person is called, or null when nobody knows.</param>
/// <param name="PreferredLanguage">What SCIM's preferredLanguage says, in the form of an Accept-Language header, or null.</param>
sealed record Addressee(EmailAddress Address, string? Name, string? PreferredLanguage)
{
    public string Language => MailLanguage.Of(PreferredLanguage);
}
