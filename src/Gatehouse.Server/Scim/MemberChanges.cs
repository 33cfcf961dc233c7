using Gatehouse.Scim;
using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Patch;
using Gatehouse.Scim.Resources;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Scim;

/// <summary>Carries out PATCH operations on a group's members, each by rows, and sums up who joined and left.</summary>
sealed class MemberChanges(GroupMembers members, DbScope db, GroupId group)
{
    readonly List<Guid> joined = [];
    readonly List<Guid> left = [];
    int leftUntold;

    public MembershipChange Outcome => new(joined, left, leftUntold);

    public async Task ApplyAsync(ResolvedOperation operation, CancellationToken stop)
    {
        if (operation.SubAttribute is not null || (operation.Elements is not null && operation.Kind != PatchOperationKind.Remove))
            throw ScimException.Mutability("A member cannot be changed: remove it and add another.");

        switch (operation.Kind)
        {
            case PatchOperationKind.Add:
                joined.AddRange(await members.AddAsync(db, group, IdsOf(operation.Value), stop));
                break;
            case PatchOperationKind.Replace:
                var change = await members.ReplaceAsync(db, group, IdsOf(operation.Value), stop);
                joined.AddRange(change.Joined);
                leftUntold += change.LeftUntold;
                break;
            case PatchOperationKind.Remove when operation.Elements is { } filter:
                left.AddRange(await members.RemoveAsync(db, group, await SelectAsync(filter, stop), stop));
                break;
            case PatchOperationKind.Remove when operation.Value.AsList is { } named:
                left.AddRange(await members.RemoveAsync(db, group, KnownIdsOf(named), stop));
                break;
            default:
                leftUntold += await members.ClearAsync(db, group, stop);
                break;
        }
    }

    /// <summary>The ids that a list of members names.</summary>
    /// <exception cref="ScimException">400 invalidValue: one has no value, or what cannot be an id.</exception>
    public static IReadOnlyCollection<Guid> IdsOf(ScimValue value)
    {
        var ids = new HashSet<Guid>();
        var strangers = new List<string>();
        foreach (var member in value.AsList ?? [])
        {
            var text = member.AsObject?["value"].AsText ?? throw ScimException.InvalidValue("'members.value' is missing.");
            if (ResourceIds.TryParse(text, out var id))
                ids.Add(id);
            else
                strangers.Add(ScimJson.Quote(text));
        }

        return strangers.Count == 0 ? ids : throw GroupMembers.NotMembers(strangers);
    }

    // Whoever cannot be a member need not be removed.
    static HashSet<Guid> KnownIdsOf(ScimList named) =>
        [.. named.Select(static member => ResourceIds.TryParse(member.AsObject?["value"].AsText, out var id) ? id : Guid.Empty)];

    async Task<IReadOnlyCollection<Guid>> SelectAsync(BoundFilter filter, CancellationToken stop)
    {
        if (TryNames(filter) is { } named)
            return named;

        // A filter on anything but the id has to look at every member.
        var selected = new List<Guid>();
        await foreach (var member in members.StreamAsync(db, group, stop))
        {
            var element = new ScimObject { ["value"] = member.MemberId.ToString("D"), ["type"] = member.MemberType, ["display"] = member.Display };
            if (FilterEvaluator.MatchesElement(filter, element))
                selected.Add(member.MemberId);
        }

        return selected;
    }

    /// <summary>The ids of a filter like <c>value eq "a" or value eq "b"</c>, or null for any other.</summary>
    static HashSet<Guid>? TryNames(BoundFilter filter)
    {
        switch (filter)
        {
            case BoundComparison { Operator: FilterOperator.Equal, Target.SubAttribute.Name: "value", Value.AsText: { } text }:
                return ResourceIds.TryParse(text, out var id) ? [id] : [];
            case BoundOr either when TryNames(either.Left) is { } one && TryNames(either.Right) is { } other:
                one.UnionWith(other);
                return one;
            default:
                return null;
        }
    }
}
