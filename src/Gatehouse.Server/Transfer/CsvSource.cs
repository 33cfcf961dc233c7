using System.Globalization;
using System.Text;

using CsvHelper;
using CsvHelper.Configuration;

using Gatehouse.Scim;
using Gatehouse.Scim.Patch;
using Gatehouse.Scim.Paths;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Server.Transfer;

/// <summary>
/// Rows whose columns are attribute paths as in PATCH: <c>userName</c>, <c>name.givenName</c>, <c>emails[type eq "work"].value</c>. Cells
/// without text are passed over.
/// </summary>
sealed class CsvSource : RecordSource
{
    const string Id = "id";
    const string Members = "members";

    // What spreadsheets separate columns with, depending on the country.
    static readonly string[] Delimiters = [",", ";", "\t"];

    readonly ResourceType type;
    readonly List<Column> columns;

    /// <exception cref="ImportException">The header names what the organization's schema does not have.</exception>
    public CsvSource(string path, ResourceType type)
        : base(path)
    {
        this.type = type;
        using var file = Open();
        using var rows = Parse(file);
        if (!Next(rows))
            throw new ImportException($"{path} is empty. The first row must name attributes, such as userName,displayName,active.");

        Heading = rows.RawRecord.TrimEnd('\r', '\n');
        columns = [.. rows.Record!.Select(ColumnOf)];
        if (columns.GroupBy(static column => column.Path, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            throw new ImportException($"Two columns of {path} are named '{twice.Key}'.");
    }

    public override string Heading { get; }

    public override string Extension => ".csv";

    public override IEnumerable<ImportRecord> Read(long after)
    {
        using var file = Open();
        using var rows = Parse(file);
        Next(rows);
        for (var number = 1L; Next(rows); number++)
        {
            Position = file.Position;
            if (number > after)
                yield return new Row(this) { Number = number, Line = rows.RawRow, Cells = rows.Record!, Raw = rows.RawRecord.TrimEnd('\r', '\n') };
        }
    }

    FileStream Open() => new(Path, FileMode.Open, FileAccess.Read, FileShare.Read);

    static CsvParser Parse(FileStream file)
    {
        var text = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        return new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true, DetectDelimiterValues = Delimiters, BadDataFound = null, TrimOptions = TrimOptions.Trim,
        });
    }

    bool Next(CsvParser rows)
    {
        try
        {
            return rows.Read();
        }
        catch (DecoderFallbackException)
        {
            throw new ImportException($"{Path} is not UTF-8. In a spreadsheet program, save it as \"CSV UTF-8\".");
        }
    }

    Column ColumnOf(string name)
    {
        if (name is Id || (name is Members && type.FindCore(Members) is not null))
            return new(name, null);

        try
        {
            var path = AttributePath.Parse(name);
            if (type.Find(path.Attribute.Urn, path.Attribute.Name) is { } location)
            {
                // Finds what is unknown within the path, and what may not be written.
                PatchResolver.Resolve(new([new(PatchOperationKind.Add, name, ScimValue.Null)]), type);
                return new(name, path.Attribute.SubAttribute is { } sub ? location.Attribute.FindSubAttribute(sub) : location.Attribute);
            }

            throw new ImportException($"Column '{name}' of {Path} is no attribute of a {type.Name}."
                + (type.Suggest(path.Attribute.Urn, path.Attribute.Name) is { } near ? $" Did you mean '{near}'?" : "")
                + " A column is named by an attribute path, such as name.givenName.");
        }
        catch (ScimException refusal)
        {
            throw new ImportException($"Column '{name}' of {Path}: {refusal.Message}");
        }
    }

    sealed record Column(string Path, SchemaAttribute? Attribute)
    {
        public ScimValue ValueOf(string cell) => Attribute?.Type switch
        {
            AttributeType.Integer when long.TryParse(cell, CultureInfo.InvariantCulture, out var number) => number,
            AttributeType.Decimal when decimal.TryParse(cell, CultureInfo.InvariantCulture, out var number) => number,
            _ => cell,
        };
    }

    sealed class Row(CsvSource source) : ImportRecord
    {
        public required string[] Cells { get; init; }

        public required string Raw { get; init; }

        public override string Text => Raw;

        public override int Size => Raw.Length * 4;

        public override bool MayHaveMembers => source.columns.Exists(static column => column.Path == Members);

        public override ScimValue Parse()
        {
            if (Cells.Length != source.columns.Count)
                throw ScimException.InvalidSyntax($"This row has {Cells.Length} columns, the first one {source.columns.Count}.");

            var resource = new ScimObject { ["schemas"] = new ScimList { source.type.Schema.Id } };
            var operations = new List<PatchOperation>();
            for (var i = 0; i < Cells.Length; i++)
            {
                var column = source.columns[i];
                if (Cells[i].Length == 0)
                    continue;
                if (column.Path == Id)
                    resource[Id] = Cells[i];
                else if (column.Path == Members)
                    resource[Members] = MembersOf(Cells[i]);
                else
                    operations.Add(new(PatchOperationKind.Add, column.Path, column.ValueOf(Cells[i])));
            }

            PatchApplier.Apply(PatchResolver.Resolve(new(operations), source.type), source.type, resource);
            return resource;
        }

        static ScimList MembersOf(string cell) => new(cell.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static member => (ScimValue)new ScimObject { ["value"] = member }));
    }
}
