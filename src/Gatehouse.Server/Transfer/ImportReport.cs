using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

using Gatehouse.Scim;

namespace Gatehouse.Server.Transfer;

/// <summary>
/// Tells of the records that were not taken: a report with one JSON object for each, and a file of the records themselves, to be mended
/// and imported again. Neither exists before there is something to tell.
/// </summary>
sealed class ImportReport(RecordSource source, string path) : IDisposable
{
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly string rejectedPath = System.IO.Path.ChangeExtension(path, null) + ".rejected" + source.Extension;
    FileStream? report;
    FileStream? rejected;
    bool appends;

    /// <summary>Where the report is.</summary>
    public string Path { get; } = path;

    /// <summary>Where the rejected records are.</summary>
    public string RejectedPath => rejectedPath;

    /// <summary>Begins: after what is there when an import goes on, in place of it otherwise.</summary>
    public void Begin(bool goesOn)
    {
        appends = goesOn;
        if (!goesOn)
        {
            File.Delete(Path);
            File.Delete(rejectedPath);
        }
    }

    /// <summary>Tells of one record that was not taken, or not wholly.</summary>
    public void Add(ImportRecord record, string? name, ScimException why)
    {
        report ??= Open(Path);
        using (var json = new Utf8JsonWriter(report, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("line", record.Line);
            if (name is not null)
                json.WriteString("name", name);
            json.WriteString("detail", why.Message);
            if (why.Findings.Count > 0)
            {
                json.WriteStartArray("attributes");
                foreach (var finding in why.Findings)
                    json.WriteStringValue(finding.Path);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        report.Write("\n"u8);

        if (rejected is null)
        {
            rejected = Open(rejectedPath);
            if (source.Heading is { } heading && rejected.Position == 0)
                rejected.Write(Encoding.UTF8.GetBytes(heading + "\n"));
        }

        rejected.Write(Encoding.UTF8.GetBytes(record.Text + "\n"));
    }

    /// <summary>Hands everything to the operating system, before the database says that these records are dealt with.</summary>
    public void Flush()
    {
        report?.Flush();
        rejected?.Flush();
    }

    public void Dispose()
    {
        report?.Dispose();
        rejected?.Dispose();
    }

    FileStream Open(string file) => new(file, appends ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read);
}
