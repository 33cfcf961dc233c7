using CsCheck;

using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Tests.Filters;
using Gatehouse.Scim.Tests.Resources;

using static Gatehouse.Scim.Tests.Patch.Patching;

namespace Gatehouse.Scim.Tests.Patch;

/// <summary>Operations of PATCH requests for users: those that fit the schema, and those that may or may not.</summary>
static class GeneratedPatches
{
    static readonly Gen<string> Plural = Gen.OneOfConst("emails", "phoneNumbers", "roles", "Emails");

    static readonly Gen<string> Filter = Gen.OneOf(
        Gen.OneOfConst("type eq \"work\"", "type eq \"home\"", "value eq \"a\"", "primary eq true", "primary eq \"True\"", "type eq \"other\" and primary eq true",
            "type ne \"work\"", "type eq \"work\" or type eq \"home\"", "value sw \"a\"", "type eq \"\"", "type eq \"work\" and type eq \"home\""),
        GeneratedFilters.ElementOfPlural());

    static readonly Gen<string> Selected = Gen.Select(Plural, Filter, Gen.Bool, static (name, filter, isFiltered) => isFiltered ? $"{name}[{filter}]" : name);

    static readonly Gen<ScimValue> Text = Generated.Text.Select(static text => (ScimValue)text);

    static readonly Gen<ScimValue> Type = Generated.TypeName.Select(static text => (ScimValue)text);

    static readonly Gen<ScimValue> Boolean = Gen.OneOfConst(ScimValue.True, ScimValue.False, "True", "false");

    static readonly Gen<ScimValue> Nothing = Gen.OneOfConst(ScimValue.Null, "", new ScimList());

    static readonly Gen<ScimValue> Name = Object("givenName", "familyName");

    static readonly Gen<ScimValue> Element = Object("value", "type", "display", "primary");

    static readonly Gen<ScimValue> Elements = Gen.Select(Object("value", "type", "display").Array[0, 4], Gen.Int[0, 6], static (elements, primary) =>
    {
        if (primary < elements.Length)
            elements[primary].AsObject!["primary"] = true;
        return (ScimValue)new ScimList(elements);
    });

    // A path and a value for it.
    static readonly Gen<(string Path, ScimValue Value)> Fitting = Gen.Frequency(
        (3, Pair(Gen.OneOfConst("title", "userName", "externalId", "name.givenName", "department", Enterprise + ":employeeNumber", "manager", "manager.value"), Text)),
        (1, Pair(Gen.Const("active"), Boolean)),
        (1, Pair(Gen.Const("name"), Name)),
        (1, Pair(Gen.Const(Enterprise), Object("department", "manager", "employeeNumber"))),
        (1, Pair(Gen.OneOfConst("manager[value eq \"a\"].value", "manager[value ne \"a\"].value", "manager[value eq \"a\"]"), Text)),
        (2, Pair(Plural, Elements)),
        (2, Pair(Selected.Where(static path => path.EndsWith(']')), Element)),
        (3, Pair(Gen.Select(Selected, Gen.OneOfConst(".value", ".display"), string.Concat), Text)),
        (2, Pair(Selected.Select(static path => path + ".type"), Type)),
        (2, Pair(Selected.Select(static path => path + ".primary"), Boolean)),
        (1, Pair(Gen.OneOfConst("addresses[type eq \"work\"].locality", "addresses.locality", "x509Certificates[value eq \"ab==\"].display"), Text)),
        (1, Pair(Gen.OneOfConst("addresses.type", "addresses[locality eq \"a\"].type"), Type)),
        (1, Pair(Gen.Const("addresses"), Object("locality", "type", "country"))));

    // Each may fit the schema by itself; seldom both.
    static readonly Gen<(string Path, ScimValue Value)> Wild = Pair(
        Gen.OneOf(
            Fitting.Select(static one => one.Path),
            Gen.OneOfConst("id", "meta", "groups", "schemas", "password", "favouriteColour", "name.nick", "emails[", "emails[colour pr]", "", "urn:x:y",
                "x509Certificates[value eq \"***\"].display", Enterprise + ":floor")),
        Gen.OneOf(Text, Type, Boolean, Nothing, Name, Element, Elements, Element.Array[0, 4].Select(static items => (ScimValue)new ScimList(items)),
            Gen.OneOfConst<ScimValue>(5L, 2.5m)));

    static readonly Gen<(string Path, ScimValue Value)> Cleared = Pair(Fitting.Select(static one => one.Path), Nothing);

    /// <summary>Any operations, most of which fit the schema.</summary>
    public static readonly Gen<ScimValue[]> Any = Gen.Frequency(
        (8, Gen.Select(Gen.OneOfConst("add", "replace", "Add", "Replace"), Fitting, static (op, one) => Operation(op, one.Path, one.Value))),
        (2, Fitting.Select(static one => Operation("remove", one.Path, default))),
        (1, Pair(Plural, Elements).Select(static one => Operation("remove", one.Path, one.Value))),
        (2, Gen.Select(Gen.OneOfConst("add", "replace"), Cleared, static (op, one) => Operation(op, one.Path, one.Value))),
        (2, Gen.Select(Gen.OneOfConst("add", "replace"), Fitting, Fitting, static (op, first, second) => Operation(op, null, Members(first, second)))),
        (1, Gen.Select(Gen.OneOfConst("add", "replace", "remove"), Wild, static (op, one) => Operation(op, one.Path, one.Value)))).Array[1, 4];

    // What does not change what its own path selects.
    static readonly Gen<(string Path, ScimValue Value)> Repeatable = Gen.OneOf(
        Pair(Gen.OneOfConst("title", "userName", "externalId", "name.givenName", "department", "manager", "manager.value"), Text),
        Pair(Gen.Const("name"), Name),
        Pair(Plural, Elements),
        Pair(Gen.Select(Plural, Generated.TypeName, Gen.OneOfConst("value", "display"), static (name, type, sub) => $"{name}[type eq \"{type}\"].{sub}"), Text),
        Pair(Gen.Select(Plural, Generated.TypeName, static (name, type) => $"{name}[type eq \"{type}\"].primary"), Gen.Const(ScimValue.True)),
        Pair(Generated.TypeName.Select(static type => $"addresses[type eq \"{type}\"].locality"), Text));

    /// <summary>One add or replace that is accepted.</summary>
    public static readonly Gen<ScimValue[]> AddOrReplace = Gen.OneOf(
        Gen.Select(Gen.OneOfConst("add", "replace"), Repeatable, static (op, one) => new[] { Operation(op, one.Path, one.Value) }),
        Gen.Select(Gen.OneOfConst("add", "replace"), Repeatable, static (op, one) => new[] { Operation(op, null, Members(one)) }));

    static Gen<(string Path, ScimValue Value)> Pair(Gen<string> path, Gen<ScimValue> value) => Gen.Select(path, value, static (path, value) => (path, value));

    static ScimObject Members(params (string Path, ScimValue Value)[] members)
    {
        var made = new ScimObject();
        foreach (var (path, value) in members)
            made[path] = value;
        return made;
    }

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
