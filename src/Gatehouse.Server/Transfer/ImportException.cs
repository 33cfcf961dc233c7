namespace Gatehouse.Server.Transfer;

/// <summary>A file that cannot be imported at all; the message says what to do about it.</summary>
sealed class ImportException(string message) : Exception(message);
