namespace Gatehouse.Server.Scim;

/// <summary>The address of the SCIM endpoint: from the configured public URL, never from what a request says about itself.</summary>
sealed record ScimAddress(string BaseUrl)
{
    public const string Path = "/scim/v2";
}
