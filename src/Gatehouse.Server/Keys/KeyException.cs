namespace Gatehouse.Server.Keys;

/// <summary>Gatehouse cannot use its keys. The operator reads the message: it says which key, and what to do.</summary>
sealed class KeyException(string message, Exception? cause = null) : Exception(message, cause);
