using System.Text.Json;
using System.Text.Json.Serialization;

using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.Ui.Pieces;

namespace Gatehouse.Server.Console;

/// <summary>What was entered to register or change an application.</summary>
public sealed record ApplicationForm
{
    /// <summary>Runs on a server that can keep a secret.</summary>
    public const string Web = "web";

    /// <summary>Runs where no secret can be kept.</summary>
    public const string Native = "native";

    internal const int LongestName = 200;
    internal const int MostAddresses = 50;

    public string Name { get; init; } = "";

    public string Kind { get; init; } = Web;

    /// <summary>One a line, like the next.</summary>
    public string RedirectUris { get; init; } = "";

    public string PostLogoutUris { get; init; } = "";

    public bool WithoutPkce { get; init; }

    public bool IsThirdParty { get; init; }

    public bool AllowsDeviceFlow { get; init; }

    public string BackChannelUri { get; init; } = "";

    internal bool IsPublic => Kind == Native;

    internal static ApplicationForm Read(IFormCollection form) => new()
    {
        Name = form.Line("name"), Kind = form.Line("kind"), RedirectUris = form.Line("redirect-uris"), PostLogoutUris = form.Line("post-logout-uris"),
        WithoutPkce = form.Line("without-pkce") == "true", IsThirdParty = form.Line("third-party") == "true", AllowsDeviceFlow = form.Line("device-flow") == "true",
        BackChannelUri = form.Line("back-channel-uri").Trim(),
    };

    internal static ApplicationForm Of(RegisteredApplication application) => new()
    {
        Name = application.Name, Kind = application.IsPublic ? Native : Web, RedirectUris = string.Join('\n', application.Settings.RedirectUris),
        PostLogoutUris = string.Join('\n', application.Settings.PostLogoutRedirectUris), WithoutPkce = !application.Settings.RequiresPkce,
        IsThirdParty = application.Settings.IsThirdParty, AllowsDeviceFlow = application.Settings.AllowsDeviceFlow,
        BackChannelUri = application.Settings.BackChannelLogoutUri ?? "",
    };

    /// <summary>All that is wrong with it.</summary>
    internal IReadOnlyList<FieldError> Judge(ApplicationTexts texts)
    {
        var faults = new List<FieldError>();
        if (!FormText.IsLine(Name, LongestName))
            faults.Add(new("name", texts.NameFault));
        if (Kind is not (Web or Native))
            faults.Add(new("kind", texts.KindFault));
        if (FormText.Lines(RedirectUris).Count == 0)
            faults.Add(new("redirect-uris", texts.RedirectMissing));
        faults.AddRange(AddressFaults(texts, "redirect-uris", RedirectUris));
        faults.AddRange(AddressFaults(texts, "post-logout-uris", PostLogoutUris));
        if (IsPublic && WithoutPkce)
            faults.Add(new("without-pkce", texts.PkceFault));
        if (BackChannelUri.Length > 0 && !RedirectAddress.IsUsable(BackChannelUri, isPublic: false))
            faults.Add(new("back-channel-uri", texts.WebAddressFault(BackChannelUri)));
        return faults;
    }

    IEnumerable<FieldError> AddressFaults(ApplicationTexts texts, string field, string text)
    {
        var addresses = FormText.Lines(text);
        if (addresses.Count > MostAddresses)
            yield return new(field, texts.TooManyAddresses(MostAddresses));
        else if (addresses.FirstOrDefault(address => !RedirectAddress.IsUsable(address, IsPublic)) is { } bad)
            yield return new(field, IsPublic ? texts.NativeAddressFault(bad) : texts.WebAddressFault(bad));
    }

    /// <summary>What of an application's settings is entered here, in the place of what it had.</summary>
    internal ApplicationSettings ToSettings(ApplicationSettings before) => before with
    {
        RedirectUris = FormText.Lines(RedirectUris), PostLogoutRedirectUris = FormText.Lines(PostLogoutUris), RequiresPkce = !WithoutPkce,
        IsThirdParty = IsThirdParty, AllowsDeviceFlow = AllowsDeviceFlow, BackChannelLogoutUri = BackChannelUri.Length > 0 ? BackChannelUri : null,
    };

    internal string ToDraft() => JsonSerializer.Serialize(this, DraftJson.Default.ApplicationForm);

    internal static ApplicationForm? FromDraft(string? draft) => draft is null ? null : JsonSerializer.Deserialize(draft, DraftJson.Default.ApplicationForm);
}

[JsonSerializable(typeof(ApplicationForm))]
sealed partial class DraftJson : JsonSerializerContext;
