namespace Gatehouse.Server.Storage;

/// <summary>A statement broke a unique constraint. Which one, the statement's own class knows: engines do not tell alike.</summary>
sealed class UniqueViolationException(Exception inner) : Exception("A unique constraint was violated.", inner);

/// <summary>The database does not answer or has no room for another request. Nothing was changed; the request can be repeated.</summary>
sealed class DatabaseUnavailableException(Exception inner) : Exception("The database is not available.", inner);

/// <summary>The database cannot be used as it is. The message says what the operator can do.</summary>
sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
