namespace Gatehouse.Server.Commands.Check;

/// <summary>There is nothing to check: the endpoint cannot be reached or does not accept the token.</summary>
sealed class EndpointUnusableException(string message) : Exception(message);
