using CsCheck;

using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Tests.Filters;
using Gatehouse.Scim.Tests.Resources;

using static Gatehouse.Scim.Tests.Patch.Patching;

namespace Gatehouse.Scim.Tests.Patch;

/// <summary>Operations of PATCH requests for users: those that fit the schema, and those that may or may not.</summary>
static class GeneratedPatches
{
    static readonly Gen<string> Op = Gen.OneOfConst("add", "replace", "remove", "Add", "Replace");

    static readonly Gen<string> Filter = Gen.OneOf(
        Gen.OneOfConst("type eq \"work\"", "type eq \"home\"", "value eq \"a\"", "primary eq true", "primary eq \"True\"", "type eq \"other\" and primary eq true",
            "type ne \"work\"", "type eq \"work\" or type eq \"home\"", "value sw \"a\"", "type eq \"\"", "type eq \"work\" and type eq \"home\"", "colour pr"),
        GeneratedFilters.ElementOfPlural());

    static readonly Gen<string> Plural = Gen.OneOfConst("emails", "phoneNumbers", "roles", "Emails");

    static readonly Gen<string> Path = Gen.Frequency(
        (4, Gen.OneOfConst("title", "userName", "externalId", "active", "name", "name.givenName", "department", "manager", "manager.value", Enterprise,
            Enterprise + ":department", Enterprise + ":manager", "manager[value eq \"a\"].value", "manager[value eq \"a\"]")),
        (4, Gen.Select(Plural, Filter, Gen.OneOfConst("", ".value", ".type", ".display", ".primary"), static (name, filter, sub) => $"{name}[{filter}]{sub}")),
        (2, Gen.Select(Plural, Gen.OneOfConst("", ".value", ".type", ".display", ".primary"), static (name, sub) => name + sub)),
        (1, Gen.OneOfConst("addresses", "addresses[type eq \"work\"].locality", "addresses[type eq \"work\"]", "addresses.type", "x509Certificates",
            "x509Certificates[value eq \"a\"].display")),
        (1, Gen.OneOfConst("id", "meta", "groups", "schemas", "favouriteColour", "name.nick", "emails[", "", "urn:x:y", Enterprise + ":floor")));

    static readonly Gen<ScimValue> Scalar = Gen.Frequency(
        (5, Generated.Text.Select(static text => (ScimValue)text)),
        (2, Generated.TypeName.Select(static text => (ScimValue)text)),
        (2, Gen.OneOfConst(ScimValue.True, ScimValue.False, "True", "false")),
        (1, Gen.OneOfConst(ScimValue.Null, "", 5)));

    static readonly Gen<ScimValue> Element = Gen.Frequency(
        (4, Object("value", "type", "display", "primary")),
        (1, Object("locality", "type", "country")),
        (1, Scalar));

    static readonly Gen<ScimValue> Value = Gen.Frequency(
        (5, Scalar),
        (2, Element),
        (3, Element.Array[0, 4].Select(static items => (ScimValue)new ScimList(items))),
        (1, Object("givenName", "familyName")),
        (1, Object("department", "manager", "employeeNumber")));

    /// <summary>Any operations.</summary>
    public static readonly Gen<ScimValue[]> Any = Gen.OneOf(
        Gen.Select(Op, Path, Value, Operation),
        Gen.Select(Gen.OneOfConst("add", "replace"), Path, Value, Path, Value, static (op, first, one, second, other) =>
            Operation(op, null, new ScimObject { [first] = one, [second] = other }))).Array[1, 4];

    // An operation that does not change what its own path selects, or where it creates, creates what the path selects.
    static readonly Gen<(string Path, ScimValue Value)> Repeatable = Gen.OneOf(
        Gen.Select(Gen.OneOfConst("title", "userName", "externalId", "name.givenName", "department", "manager", "manager.value"),
            Generated.Text, static (path, text) => (path, (ScimValue)text)),
        Object("givenName", "familyName").Select(static value => ("name", value)),
        Gen.Select(Plural, Object("value", "type", "display").Array[0, 4], Gen.Int[0, 6], static (path, elements, primary) =>
        {
            if (primary < elements.Length)
                elements[primary].AsObject!["primary"] = true;
            return (path, (ScimValue)new ScimList(elements));
        }),
        Gen.Select(Plural, Generated.TypeName, Gen.OneOfConst("value", "display"), Generated.Text,
            static (path, type, sub, text) => ($"{path}[type eq \"{type}\"].{sub}", (ScimValue)text)),
        Gen.Select(Plural, Generated.TypeName, static (path, type) => ($"{path}[type eq \"{type}\"].primary", ScimValue.True)),
        Gen.Select(Generated.TypeName, Generated.Text, static (type, text) => ($"addresses[type eq \"{type}\"].locality", (ScimValue)text)));

    /// <summary>One add or replace that is accepted.</summary>
    public static readonly Gen<ScimValue[]> AddOrReplace = Gen.OneOf(
        Gen.Select(Gen.OneOfConst("add", "replace"), Repeatable, static (op, one) => new[] { Operation(op, one.Path, one.Value) }),
        Gen.Select(Gen.OneOfConst("add", "replace"), Repeatable, static (op, one) => new[] { Operation(op, null, new ScimObject { [one.Path] = one.Value }) }));

    static ScimValue Operation(string op, string? path, ScimValue value) => new ScimObject { ["op"] = op, ["path"] = path, ["value"] = value };

    /// <summary>Objects with some of these members.</summary>
    static Gen<ScimValue> Object(params string[] names) =>
        Gen.Select(Gen.Int[1, (1 << names.Length) - 1], Generated.Text.Array[names.Length], Generated.TypeName, Gen.Bool, (which, texts, type, primary) =>
        {
            var made = new ScimObject();
            for (var i = 0; i < names.Length; i++)
            {
                if ((which >> i & 1) == 1)
                    made[names[i]] = names[i] == "type" ? type : names[i] == "primary" ? primary : texts[i];
            }

            return (ScimValue)made;
        });
}
