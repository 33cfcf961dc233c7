using CsCheck;

using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Tests.Resources;

/// <summary>Resources as a store holds them: of few values, so that equal ones and those that differ only in letter case meet.</summary>
static class Generated
{
    public static readonly Gen<string> Text = Gen.OneOfConst("a", "A", "b", "Å", "å", "ab", "a%", "O'Neil \"x\" \\", "True", "7", "😀");

    public static readonly Gen<string> TypeName = Gen.OneOfConst("work", "Work", "home", "other");

    static readonly Gen<ScimObject> Name = Members(("givenName", Scalar(Text)), ("familyName", Scalar(Text)), ("formatted", Scalar(Text)));

    static readonly Gen<ScimObject> Plural = Members(("value", Scalar(Text)), ("type", Scalar(TypeName)), ("display", Scalar(Text)));

    static readonly Gen<ScimObject> Address = Members(("locality", Scalar(Text)), ("type", Scalar(TypeName)), ("country", Scalar(Text)));

    static readonly Gen<ScimObject> Manager = Members(("value", Scalar(Text)));

    static readonly Gen<ScimObject> EnterpriseUser = Members(
        ("department", Scalar(Text)), ("employeeNumber", Scalar(Text)), ("manager", Manager.Select(static value => (ScimValue)value)));

    /// <summary>Users as the reader leaves them.</summary>
    public static readonly Gen<ScimObject> User = Members(
        ("externalId", Scalar(Text)), ("displayName", Scalar(Text)), ("title", Scalar(Text)), ("active", Gen.Bool.Select(static value => (ScimValue)value)),
        ("name", Name.Select(static value => (ScimValue)value)), ("emails", List(Plural)), ("phoneNumbers", List(Plural)), ("roles", List(Plural)),
        ("addresses", List(Address)), (StandardSchemas.EnterpriseUserId, EnterpriseUser.Select(static value => (ScimValue)value)))
        .Select(Text, static (user, name) =>
        {
            user["schemas"] = new ScimList { StandardSchemas.UserId };
            user["userName"] = name;
            return ResourceReader.Read(user, Wire.Users);
        });

    /// <summary>Groups as the reader leaves them.</summary>
    public static readonly Gen<ScimObject> Group = Gen.Select(Text, Text.Array[0, 4], static (name, members) => ResourceReader.Read(
        new ScimObject
        {
            ["schemas"] = new ScimList { StandardSchemas.GroupId },
            ["displayName"] = name,
            ["members"] = new ScimList(members.Select(static member => (ScimValue)new ScimObject { ["value"] = member })),
        }, Wire.Groups));

    static Gen<ScimValue> Scalar(Gen<string> text) => text.Select(static value => (ScimValue)value);

    /// <summary>Objects with some of these members, in their order.</summary>
    static Gen<ScimObject> Members(params (string Name, Gen<ScimValue> Value)[] members)
    {
        var all = Gen.Const(static () => new ScimObject());
        foreach (var (name, value) in members)
        {
            all = Gen.Select(all, Gen.Bool, value, (made, isThere, one) =>
            {
                if (isThere)
                    made[name] = one;
                return made;
            });
        }

        return all;
    }

    /// <summary>Up to four of these, at most one of them primary.</summary>
    static Gen<ScimValue> List(Gen<ScimObject> element) =>
        Gen.Select(element.Array[0, 4], Gen.Int[-1, 5], static (elements, primary) =>
        {
            if (primary >= 0 && primary < elements.Length)
                elements[primary]["primary"] = true;
            return (ScimValue)new ScimList(elements.Select(static one => (ScimValue)one));
        });
}
