using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>Tells whether a sign-in that something was granted in was ended since. That it has run out by time does not count.</summary>
sealed class GrantedSignIns
{
    const string StandsSql = """
        select count(*)
        from sign_ins s
        join users u on u.organization_id = s.organization_id and u.user_id = s.user_id
        join organizations o on o.organization_id = s.organization_id
        where s.organization_id = @organization
          and s.sign_in_id = @id
          and s.user_id = @user
          and s.ended_at is null
          and (u.deactivated_at is null or u.deactivated_at < s.created_at)
          and o.state = 'active'
        """;

    public async Task<bool> StandsAsync(DbScope db, UserId user, Guid signIn, CancellationToken stop) =>
        await db.ScalarAsync<long>(StandsSql, new { user = user.Value, id = signIn }, stop) == 1;
}
