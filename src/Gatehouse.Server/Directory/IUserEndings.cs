using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Directory;

/// <summary>Told in the transaction in which a user is deactivated or deleted. For what lives on with a user and must end with it.</summary>
interface IUserEndings
{
    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="user">Who ends.</param>
    /// <param name="stop">Gives up.</param>
    Task EndedAsync(DbScope db, UserId user, CancellationToken stop);
}
