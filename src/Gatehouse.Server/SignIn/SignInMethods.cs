namespace Gatehouse.Server.SignIn;

/// <summary>Names of our own for how a person proved to be the user, beside those of RFC 8176.</summary>
static class SignInMethods
{
    /// <summary>The organization's identity provider says so.</summary>
    public const string Federated = "federated";
}
