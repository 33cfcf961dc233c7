using System.Buffers.Text;
using System.Globalization;

using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Resources;

/// <summary>
/// Reads values from the wire as a schema says they are. What has no value (null, "", [], {}) is dropped before names are looked at;
/// names become canonical; what only the server writes is ignored. Everything wrong goes into <paramref name="findings"/>.
/// </summary>
/// <remarks>
/// Read more generously than the standard asks, because provisioning clients send it: booleans and integers as text, text for a complex
/// value that has a <c>value</c>, one object for a list, and a list of one for a single value.
/// </remarks>
public sealed class ValueReader(ResourceType type, ICollection<ScimFinding> findings)
{
    /// <summary>Reads the whole value of an attribute.</summary>
    /// <returns>Absent when nothing is left of it.</returns>
    public ScimValue Read(SchemaAttribute attribute, ScimValue raw, string path)
    {
        if (raw.IsEmpty)
            return default;

        return attribute.MultiValued ? ReadList(attribute, raw, path) : ReadElement(attribute, raw, path);
    }

    /// <summary>Reads one element of a multi-valued attribute, or the value of a single-valued one.</summary>
    /// <returns>Absent when nothing is left of it.</returns>
    public ScimValue ReadElement(SchemaAttribute attribute, ScimValue raw, string path)
    {
        if (raw.AsList is { Count: 1 } list)
            raw = list[0];
        if (raw.IsEmpty)
            return default;

        if (EntraRoles.AppliesTo(attribute))
            raw = EntraRoles.Normalize(raw);

        return attribute.Type switch
        {
            AttributeType.Complex => ReadComplex(attribute, raw, path),
            AttributeType.Boolean => ReadBoolean(raw, path),
            AttributeType.Integer => ReadInteger(raw, path),
            AttributeType.Decimal => raw.AsDecimal is not null ? raw : Wrong(path, "must be a number"),
            AttributeType.DateTime => ReadDateTime(raw, path),
            AttributeType.Binary => ReadBinary(raw, path),
            _ => raw.Kind == ScimValueKind.Text ? raw : Wrong(path, "must be text"),
        };
    }

    ScimValue ReadList(SchemaAttribute attribute, ScimValue raw, string path)
    {
        if (raw.AsList is not { } items)
        {
            var only = ReadElement(attribute, raw, path);
            return only.HasValue ? new ScimList { only } : default;
        }

        var list = new ScimList { Capacity = items.Count };
        var seen = items.Count > 1 ? new HashSet<ScimValue>(items.Count) : null;
        var primaries = 0;
        foreach (var item in items)
        {
            var value = ReadElement(attribute, item, path);
            if (!value.HasValue || (seen is not null && !seen.Add(IdentityOf(value))))
                continue;

            if (value.AsObject?["primary"].AsBoolean == true && ++primaries == 2)
                Wrong(path, "must have at most one value that is primary");
            list.Add(value);
        }

        return list.Count > 0 ? list : default;
    }

    /// <summary>What of a list's element must not be there twice (RFC 7643 §2.4): type and value, or without a value the whole.</summary>
    internal static ScimValue IdentityOf(ScimValue value) =>
        value.AsObject is { } element && element["value"].HasValue
            ? new ScimObject { ["type"] = element["type"], ["value"] = element["value"] }
            : value;

    ScimValue ReadComplex(SchemaAttribute attribute, ScimValue raw, string path)
    {
        if (raw.Kind == ScimValueKind.Text && attribute.FindSubAttribute("value") is { } standsFor)
            return ReadElement(standsFor, raw, path) is { HasValue: true } value ? new ScimObject { [standsFor.Name] = value } : default;

        if (raw.AsObject is not { } members)
            return Wrong(path, "must be an object");

        var complex = new ScimObject();
        foreach (var member in members)
        {
            if (member.Value.IsEmpty)
                continue;

            if (attribute.FindSubAttribute(member.Key) is not { } sub)
            {
                findings.Add(ScimFindings.Unknown(
                    $"{path}.{member.Key}", type.Name, NearestName.Of(member.Key, attribute.SubAttributes.Select(static sub => sub.Name))));
                continue;
            }

            if (sub.Mutability != Mutability.ReadOnly)
                complex[sub.Name] = Read(sub, member.Value, $"{path}.{sub.Name}");
        }

        foreach (var sub in attribute.SubAttributes)
        {
            if (sub.Required && !complex[sub.Name].HasValue)
                findings.Add(new(ScimFindingKind.Missing, $"{path}.{sub.Name}", $"'{path}.{sub.Name}' is required."));
        }

        return complex.Count > 0 ? complex : default;
    }

    ScimValue ReadBoolean(ScimValue raw, string path)
    {
        if (raw.Kind == ScimValueKind.Boolean)
            return raw;

        // Entra's default PATCH style writes "True" and "False":
        // https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility
        return bool.TryParse(raw.AsText, out var value) ? value : Wrong(path, "is not a boolean: it must be true or false");
    }

    ScimValue ReadInteger(ScimValue raw, string path)
    {
        if (raw.Kind == ScimValueKind.Integer)
            return raw;

        return long.TryParse(raw.AsText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : Wrong(path, "must be a whole number");
    }

    ScimValue ReadDateTime(ScimValue raw, string path) =>
        raw.AsText is { } text && ScimDateTime.TryParse(text, out _)
            ? raw
            : Wrong(path, "must be a date and time with an offset or Z, such as 2026-01-31T09:30:00Z");

    ScimValue ReadBinary(ScimValue raw, string path) =>
        raw.AsText is { } text && IsBase64(text) ? raw : Wrong(path, "must be base64");

    /// <summary>Whether this is base64, with padding or without (RFC 7643 §2.3.6).</summary>
    internal static bool IsBase64(string text) =>
        Base64.IsValid(text.Length % 4 == 0 ? text : text.PadRight(text.Length + 4 - (text.Length % 4), '='));

    ScimValue Wrong(string path, string must)
    {
        findings.Add(new(ScimFindingKind.WrongType, path, $"{ScimJson.Quote(path)} {must}."));
        return default;
    }
}
