using CsCheck;

using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Patch;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;
using Gatehouse.Scim.Tests.Resources;

namespace Gatehouse.Scim.Tests.Patch;

public sealed class PatchPropertyTests
{
    [Fact]
    public void Whatever_is_sent_is_refused_or_leaves_a_user_that_a_reader_accepts() =>
        Gen.Select(Generated.User, GeneratedPatches.Any).Sample(static (user, operations) =>
            TryApply(user, operations) is not { } after || (IsSound(after) && ResourceReader.Read(after, Wire.Users).Equals(after)), iter: 5_000, print: Show);

    [Fact]
    public void Whatever_is_sent_leaves_the_original_and_the_request_as_they_were() =>
        Gen.Select(Generated.User, GeneratedPatches.Any).Sample(static (user, operations) =>
        {
            var (before, sent) = (Wire.Text(user), Wire.Text(new ScimList(operations)));
            TryApply(user, operations);
            return Wire.Text(user) == before && Wire.Text(new ScimList(operations)) == sent;
        }, iter: 1_500, print: Show);

    [Fact]
    public void The_same_add_or_replace_twice_is_the_same_as_once() =>
        Gen.Select(Generated.User, GeneratedPatches.AddOrReplace).Sample(static (user, operations) =>
        {
            var once = user.Clone();
            Apply(once, operations);
            var twice = once.Clone();
            return !Apply(twice, operations) && twice.Equals(once);
        }, iter: 5_000, print: Show);

    [Fact]
    public void What_is_added_and_removed_by_its_value_is_gone() =>
        Gen.Select(Generated.User, Generated.Text).Sample(static (user, text) =>
        {
            var after = user.Clone();
            Apply(after, [Operation("add", "emails", text), Operation("remove", "emails", text)]);
            return (after["emails"].AsList ?? []).TrueForAll(one => one.AsObject!["value"].AsText != text);
        }, iter: 1_000);

    [Fact]
    public void Members_of_a_group_are_a_set() =>
        Gen.Select(Generated.Group, Generated.Text.Array[0, 5], Generated.Text.Array[0, 5]).Sample(static (group, joining, leaving) =>
        {
            var after = group.Clone();
            var operations = PatchResolver.Resolve(Request([Operation("add", "members", List(joining)), .. leaving.Select(static one =>
                Operation("remove", $"members[value eq {Wire.Text(one)}]", default))]), Wire.Groups);
            PatchApplier.Apply(operations, Wire.Groups, after);

            return Ids(after).Order(StringComparer.Ordinal).SequenceEqual(
                Ids(group).Union(joining).Except(leaving).Order(StringComparer.Ordinal))
                && ResourceReader.Read(after, Wire.Groups).Equals(after);
        }, iter: 2_000);

    static ScimObject? TryApply(ScimObject user, ScimValue[] operations)
    {
        var after = user.Clone();
        try
        {
            Apply(after, operations);
            return after;
        }
        catch (ScimException refusal)
        {
            Assert.Equal(400, refusal.Status);
            Assert.Contains(refusal.ScimType, (string[])["invalidSyntax", "invalidPath", "invalidValue", "noTarget", "mutability"]);
            return null;
        }
    }

    static bool Apply(ScimObject user, ScimValue[] operations) =>
        PatchApplier.Apply(PatchResolver.Resolve(Request(operations), Wire.Users, Patching.Id), Wire.Users, user);

    static string Show((ScimObject User, ScimValue[] Operations) one) => $"{Wire.Text(one.User)} {Wire.Text(new ScimList(one.Operations))}";

    static PatchRequest Request(ScimValue[] operations) => PatchRequest.Read(new ScimObject
    {
        ["schemas"] = new ScimList { ScimUrn.PatchOp },
        ["Operations"] = new ScimList(operations),
    });

    static ScimValue Operation(string op, string path, ScimValue value) => new ScimObject { ["op"] = op, ["path"] = path, ["value"] = value };

    static ScimList List(string[] texts) => new(texts.Select(static text => (ScimValue)text));

    static IEnumerable<string> Ids(ScimObject group) => (group["members"].AsList ?? []).Select(static member => member.AsObject!["value"].AsText!);

    /// <summary>What the standard asks of every user, said without the reader.</summary>
    static bool IsSound(ScimObject user)
    {
        var extension = user[Patching.Enterprise];
        var expected = extension.HasValue ? new[] { StandardSchemas.UserId, Patching.Enterprise } : [StandardSchemas.UserId];
        return user["schemas"].AsList!.Select(static urn => urn.AsText).SequenceEqual(expected)
            && !user["userName"].IsEmpty
            && user["active"].Kind is ScimValueKind.Boolean or ScimValueKind.Absent
            && user.All(static member => !member.Value.IsEmpty && member.Value.AsList is not { Count: 0 })
            && user.All(static member => (member.Value.AsList ?? []).Count(static one => one.AsObject?["primary"].AsBoolean == true) <= 1);
    }
}
