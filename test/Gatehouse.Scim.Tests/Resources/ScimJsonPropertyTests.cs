using CsCheck;

using Gatehouse.Scim.Resources;

namespace Gatehouse.Scim.Tests.Resources;

public sealed class ScimJsonPropertyTests
{
    static readonly Gen<string> Texts = Gen.String[Gen.OneOf(
        Gen.Char['\u0001', '\u007F'], Gen.Char['\u0080', '\uD7FF'], Gen.Char['\uE000', '\uFFFF']), 0, 12];

    static readonly Gen<ScimValue> Scalars = Gen.OneOf(
        Gen.Const(ScimValue.Null),
        Gen.Bool.Select(static value => (ScimValue)value),
        Gen.Long.Select(static value => (ScimValue)value),
        Gen.Decimal.Select(static value => (ScimValue)value),
        Texts.Select(static value => (ScimValue)value),
        Texts.Select(static value => (ScimValue)(value + "\U0001F600")));

    static readonly Gen<ScimValue> Values = Gen.Recursive<ScimValue>((depth, inner) =>
        depth >= 5 ? Scalars : Gen.Frequency(
            (3, Scalars),
            (1, inner.Array[0, 5].Select(static items => (ScimValue)new ScimList(items))),
            (1, Gen.Select(Texts, inner).Array[0, 8].Select(static members => (ScimValue)ToObject(members)))));

    [Fact]
    public void What_is_written_is_read_back_as_it_was() =>
        Values.Sample(static value => ScimJson.Parse(ScimJson.ToUtf8(value)) == value, iter: 2_000);

    [Fact]
    public void What_is_read_is_written_and_read_again_without_change() =>
        Values.Sample(static value =>
        {
            var once = ScimJson.ToUtf8(value);
            return ScimJson.ToUtf8(ScimJson.Parse(once)).AsSpan().SequenceEqual(once);
        }, iter: 2_000);

    [Fact]
    public void A_clone_is_equal_and_shares_nothing() =>
        Values.Sample(static value =>
        {
            var before = Wire.Text(value);
            var clone = value.Clone();
            var same = clone == value && clone.GetHashCode() == value.GetHashCode();
            if (clone.AsObject is { } members)
                members["added"] = true;
            clone.AsList?.Add(true);
            return same && Wire.Text(value) == before;
        }, iter: 1_000);

    [Fact]
    public void Any_bytes_are_read_or_refused_as_invalid_syntax() =>
        Gen.Byte.Array[0, 60].Sample(static bytes =>
        {
            try
            {
                ScimJson.Parse(bytes);
                return true;
            }
            catch (ScimException refusal)
            {
                return refusal is { Status: 400, ScimType: "invalidSyntax" };
            }
        }, iter: 20_000);

    [Fact]
    public void A_message_with_one_byte_changed_is_read_or_refused_as_invalid_syntax() =>
        Gen.Select(Values, Gen.Int[0, 10_000], Gen.Byte).Sample(static (value, place, replacement) =>
        {
            var bytes = ScimJson.ToUtf8(value);
            bytes[place % bytes.Length] = replacement;
            try
            {
                ScimJson.Parse(bytes);
                return true;
            }
            catch (ScimException refusal)
            {
                return refusal is { Status: 400, ScimType: "invalidSyntax" };
            }
        }, iter: 5_000);

    static ScimObject ToObject((string Name, ScimValue Value)[] members)
    {
        var value = new ScimObject();
        foreach (var member in members.DistinctBy(static member => member.Name, StringComparer.OrdinalIgnoreCase))
            value[member.Name] = member.Value;
        return value;
    }
}
