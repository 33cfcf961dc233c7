namespace Gatehouse.Server.Mail;

/// <summary>A mail as it is written, before anybody tries to deliver it. Made by <see cref="MailTexts"/>.</summary>
sealed record OutgoingMail
{
    /// <summary>What it is about, for logs and the audit trail: <c>password-reset</c>.</summary>
    public required string Kind { get; init; }

    public required EmailAddress Recipient { get; init; }

    public required string Language { get; init; }

    /// <summary>Kept and shown in clear; holds no code and no link.</summary>
    public required string Subject { get; init; }

    public required string Text { get; init; }

    public required string Html { get; init; }
}
