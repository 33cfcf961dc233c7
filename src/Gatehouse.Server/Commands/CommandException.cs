namespace Gatehouse.Server.Commands;

/// <summary>A command cannot do what it was asked. The message says what to do instead.</summary>
sealed class CommandException(string message) : Exception(message);
