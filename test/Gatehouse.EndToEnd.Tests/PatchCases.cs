using System.Text.Json.Nodes;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>
/// Makes users and PATCH operations whose result RFC 7644 §3.5.2 leaves no choice about, and which scim-patch can carry out:
/// <list type="bullet">
/// <item>Every operation is valid on the resource as it is at that point; conditions select at least one value, or, with one equality and
/// a sub-attribute behind it, none (the one concession to Entra that both sides make).</item>
/// <item>No <c>primary</c>, because scim-patch does not clear the former one (RFC 7643 §2.4).</item>
/// <item>No empty values, which scim-patch stores, and no removal of the last thing a value of a list says.</item>
/// <item>Values in lower case, because scim-patch compares with regard to case; no dots in conditions, which it splits.</item>
/// <item>Without path only simple and multi-valued attributes: scim-patch replaces complex ones, where RFC 7644 §3.5.2.3 lets
/// the sub-attributes that are not named stay.</item>
/// <item>No object in place of selected values: whether it replaces or completes them, the RFC does not say.</item>
/// </list>
/// </summary>
sealed class PatchCases(int seed)
{
    const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    static readonly string[] Simple =
        ["displayName", "title", "nickName", "userType", "locale", "timezone", "externalId", "preferredLanguage"];
    static readonly string[] NameParts = ["givenName", "familyName", "middleName", "formatted"];
    static readonly string[] EnterpriseParts = ["employeeNumber", "department", "costCenter", "division", "organization"];
    static readonly string[] Lists = ["emails", "phoneNumbers", "ims"];
    static readonly string[] Kinds = ["work", "home", "other"];

    readonly Random random = new(seed);
    int values;

    public JsonObject Resource()
    {
        var user = new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User"), ["userName"] = Text() };
        foreach (var name in Simple.Where(_ => Chance(2)))
            user[name] = Text();
        if (Chance(2))
            user["name"] = Parts(NameParts);
        if (Chance(2))
            user["active"] = Chance(2);
        foreach (var name in Lists.Where(_ => !Chance(3)))
            user[name] = Elements();
        if (Chance(2))
            user[Enterprise] = Parts(EnterpriseParts);
        return user;
    }

    /// <summary>An operation that is valid on this resource.</summary>
    public JsonObject Operation(JsonObject resource)
    {
        while (true)
        {
            var operation = random.Next(10) switch
            {
                0 => Set(Pick(Simple), Text()),
                1 => Set("name." + Pick(NameParts), Text()),
                2 => Set($"{Enterprise}:{Pick(EnterpriseParts)}", Text()),
                3 => Set("active", Chance(2)),
                4 => Set("name", Parts(NameParts)),
                5 => Set(Pick(Lists), Elements()),
                6 => SetWithoutPath(),
                7 => SetSelected(resource),
                8 => RemoveAttribute(),
                _ => RemoveSelected(resource),
            };
            if (operation is not null)
                return operation;
        }
    }

    JsonObject Set(string path, JsonNode value) =>
        new() { ["op"] = Pick("add", "replace", "Add", "Replace"), ["path"] = path, ["value"] = value };

    JsonObject SetWithoutPath()
    {
        var value = new JsonObject { [Pick(Simple)] = Text() };
        if (Chance(2))
            value[Pick(Lists)] = Elements();
        return new JsonObject { ["op"] = Pick("add", "replace"), ["value"] = value };
    }

    JsonObject? SetSelected(JsonObject resource)
    {
        var list = Pick(Lists);
        var elements = resource[list] as JsonArray ?? [];
        if (elements.Count == 0 || Chance(6))
        {
            // Nobody has this type yet, and one equality says what to make.
            return Set($"{list}[type eq \"{Text()}\"].value", Text());
        }

        return Set($"{list}[{Condition(elements)}].display", Text());
    }

    JsonObject RemoveAttribute() => new()
    {
        ["op"] = Pick("remove", "Remove"),
        ["path"] = random.Next(4) switch
        {
            0 => Pick(Simple),
            1 => Chance(3) ? "name" : "name." + Pick(NameParts),
            2 => Pick(Lists),
            _ => $"{Enterprise}:{Pick(EnterpriseParts)}",
        },
    };

    JsonObject? RemoveSelected(JsonObject resource)
    {
        var list = Pick(Lists);
        if (resource[list] is not JsonArray { Count: > 0 } elements)
            return null;

        return new JsonObject { ["op"] = "remove", ["path"] = $"{list}[{Condition(elements)}]" + (Chance(3) ? ".display" : "") };
    }

    // True for at least the element it was made for.
    string Condition(JsonArray elements)
    {
        var element = elements[random.Next(elements.Count)]!;
        var (kind, value) = ((string)element["type"]!, (string)element["value"]!);
        return random.Next(7) switch
        {
            0 => $"value eq \"{value}\"",
            1 => $"type eq \"{kind}\" and value sw \"{value[..2]}\"",
            2 => $"value eq \"{value}\" or type eq \"none\"",
            3 => $"not (type ne \"{kind}\")",
            4 => $"value co \"{value[1..3]}\"",
            5 => $"type eq \"{kind}\" and value pr",
            _ => $"type eq \"{kind}\"",
        };
    }

    JsonObject Parts(string[] names)
    {
        var parts = new JsonObject { [names[0]] = Text() };
        foreach (var name in names.Where(_ => Chance(2)))
            parts[name] = Text();
        return parts;
    }

    JsonArray Elements()
    {
        var elements = new JsonArray();
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            var element = new JsonObject { ["type"] = Pick(Kinds), ["value"] = Text() };
            if (Chance(2))
                element["display"] = Text();
            elements.Add(element);
        }

        return elements;
    }

    // Never the same twice: what becomes of two values that say the same is another question.
    string Text() => $"{(char)('a' + random.Next(26))}{++values:000}x";

    bool Chance(int oneIn) => random.Next(oneIn) == 0;

    string Pick(params string[] some) => some[random.Next(some.Length)];
}
