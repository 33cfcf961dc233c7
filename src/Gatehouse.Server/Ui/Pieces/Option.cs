namespace Gatehouse.Server.Ui.Pieces;

/// <summary>One of the values a <see cref="SelectField"/> offers.</summary>
public sealed record Option(string Value, string Text);
