using System.Text.Json.Serialization;

using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// A sign-in that is under way: what was asked for and which steps are done. Lives in an encrypted cookie for half an hour and opens
/// nothing by itself (S81).
/// </summary>
sealed record SignInFlow
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <summary>Names it, so that it is finished once, however many copies of the cookie there are (S68).</summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    /// <summary>Where the person goes afterwards: a path of ours.</summary>
    public required string ReturnUrl { get; init; }

    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>The organization's id, when what asks for the sign-in belongs to one.</summary>
    public string? Organization { get; init; }

    /// <summary>The application's name, to be shown.</summary>
    public string? Application { get; init; }

    /// <summary>The application's redirect address, where the last form of the sign-in leads to in the end.</summary>
    public string? Target { get; init; }

    /// <summary>Whether the person has to prove it although they are signed in, here or at their identity provider.</summary>
    public bool MustProveAnew { get; init; }

    /// <summary>Whether the person wants to use an account of ours although the address leads elsewhere.</summary>
    public bool PrefersPassword { get; init; }

    /// <summary>The address as it was entered; nobody may have it.</summary>
    public string? Address { get; init; }

    /// <summary>The user, once the password was right; with <see cref="Organization"/>.</summary>
    public Guid? User { get; init; }

    /// <summary>How the person has proved to be the user so far, as <c>amr</c> values.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>The secret of an authenticator that is being set up.</summary>
    public byte[]? NewSecret { get; init; }

    /// <summary>Whether a code was mailed in this sign-in.</summary>
    public bool IsCodeSent { get; init; }

    /// <summary>How the organization's pages look. Read with each request, never kept.</summary>
    [JsonIgnore]
    public Branding? Branding { get; init; }

    [JsonIgnore]
    public OrganizationId? OrganizationId => Storage.OrganizationId.TryParse(Organization, out var id) ? id : null;

    [JsonIgnore]
    public UserId? UserId => User is { } id ? new UserId(id) : null;

    public SignInFlow With(string method) => this with { Methods = [.. Methods.Except([method]), method] };

    /// <summary>Whether a return address leads to a page of ours and nowhere else (S85).</summary>
    public static bool IsLocal(string? url) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) && Uri.TryCreate(url, UriKind.Relative, out _);
}

[JsonSerializable(typeof(SignInFlow))]
[JsonSerializable(typeof(Passkeys.PasskeyState))]
sealed partial class SignInJson : JsonSerializerContext;
