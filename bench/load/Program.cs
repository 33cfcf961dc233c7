using System.Globalization;

using Gatehouse.Bench;
using Gatehouse.Bench.Report;

const string Usage = """
    usage: Gatehouse.Load fill --url SCIM_BASE_URL --token TOKEN --users N [--from N] [--groups N,N] [--connections N]
           Gatehouse.Load generate --file FILE --users N [--from N] [--groups N,N]
           Gatehouse.Load measure [--url SCIM_BASE_URL --token TOKEN] [--users N] [--groups N,N] [--operations NAME,NAME]
               [--token-endpoint URL --client-id ID --client-secret SECRET [--scope SCOPE]]
               [--connections N] [--seconds N] [--at-least N] [--writes N] [--warm-up SECONDS]
               [--pid PID]... [--database-pid PID]... [--sample FILE] [--target NAME] [--json FILE]
           Gatehouse.Load endure --url SCIM_BASE_URL --token TOKEN [--operations N] [--users N] [--pid PID]... [--target NAME] [--json FILE]
           Gatehouse.Load neighbours --url SCIM_BASE_URL --token TOKEN --flood-token TOKEN [--limit REQUESTS_PER_SECOND] [--users N]
               [--seconds N] [--pid PID]... [--target NAME] [--json FILE]
           Gatehouse.Load report --results DIR [--page FILE] [--plot FILE] [--about TEXT]

    fill makes users and groups over HTTP, generate writes the same to a file as NDJSON. measure sends each kind of request for some seconds and at least some times, writes at most --writes
    times, and deletes what it created. CPU is counted of the processes named and all that they started. endure sends very many requests and looks at the server's
    memory. neighbours sends for one organization while another one floods the server. report takes medians of what measure wrote.
    """;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
try
{
    return args switch
    {
        ["fill", .. var rest] => await FillCommand.RunAsync(Options.Read(rest)),
        ["generate", .. var rest] => GenerateCommand.Run(Options.Read(rest)),
        ["measure", .. var rest] => await MeasureCommand.RunAsync(Options.Read(rest)),
        ["endure", .. var rest] => await EnduranceCommand.RunAsync(Options.Read(rest)),
        ["neighbours", .. var rest] => await NeighboursCommand.RunAsync(Options.Read(rest)),
        ["report", .. var rest] => await ReportCommand.RunAsync(Options.Read(rest)),
        _ => throw new OptionException(Usage),
    };
}
catch (Exception problem) when (problem is OptionException or InvalidOperationException)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 2;
}
