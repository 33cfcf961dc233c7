using System.Globalization;

namespace Gatehouse.Bench;

/// <summary>Reads <c>--name value</c>; a name may come several times, and one without a value is a switch.</summary>
sealed class Options
{
    readonly ILookup<string, string> values;

    Options(ILookup<string, string> values) => this.values = values;

    public static Options Read(ReadOnlySpan<string> arguments)
    {
        var pairs = new List<(string Name, string Value)>();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
                throw new OptionException($"'{arguments[i]}' has no --name before it.");

            var hasValue = i + 1 < arguments.Length && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal);
            pairs.Add((arguments[i][2..], hasValue ? arguments[i + 1] : ""));
            i += hasValue ? 1 : 0;
        }

        return new(pairs.ToLookup(static pair => pair.Name, static pair => pair.Value));
    }

    public bool Has(string name) => values.Contains(name);

    public string? Find(string name) => values[name].LastOrDefault();

    public string Get(string name) => Find(name) ?? throw new OptionException($"--{name} is missing.");

    public int Number(string name, int otherwise) =>
        Find(name) is { } text ? int.Parse(text, NumberStyles.AllowThousands | NumberStyles.Integer, CultureInfo.InvariantCulture) : otherwise;

    public double Seconds(string name, double otherwise) =>
        Find(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public IReadOnlyList<int> Numbers(string name) =>
        [.. List(name).Select(static text => int.Parse(text, CultureInfo.InvariantCulture))];

    /// <summary>Values given one by one or separated by commas.</summary>
    public IReadOnlyList<string> List(string name) =>
        [.. values[name].SelectMany(static value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}

/// <summary>The command line is wrong. The message says what is missing.</summary>
sealed class OptionException(string message) : Exception(message);
