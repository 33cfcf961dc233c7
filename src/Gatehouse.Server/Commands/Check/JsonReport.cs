using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatehouse.Server.Commands.Check;

/// <summary>A report as one JSON object.</summary>
static class JsonReport
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Write(CheckReport report, Stream output)
    {
        JsonSerializer.Serialize(
            output,
            new
            {
                Endpoint = report.Address,
                report.CheckedAt,
                Passed = report.Count(Verdict.Passed),
                Failed = report.Count(Verdict.Failed),
                Advice = report.Count(Verdict.Advice),
                NotApplicable = report.Count(Verdict.NotApplicable),
                Skipped = report.Count(Verdict.Skipped),
                report.IsComplete,
                report.LeftBehind,
                Checks = report.Results.Select(result => new
                {
                    result.Check.Id,
                    result.Check.Group,
                    result.Check.Title,
                    result.Check.Level,
                    Result = result.Verdict,
                    result.Check.Reference,
                    result.Finding,
                    result.Reason,
                }),
            },
            Options);
        output.Write("\n"u8);
    }
}
