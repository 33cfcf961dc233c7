namespace Gatehouse.Server.Ui;

/// <summary>Addresses of the operator that stand at the foot of every page, when configured.</summary>
public sealed record PageLinks(Uri? Help = null, Uri? Privacy = null);
