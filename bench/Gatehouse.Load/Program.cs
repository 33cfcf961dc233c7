using System.Globalization;

using Gatehouse.Load;

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: Gatehouse.Load SCIM_BASE_URL TOKEN [CONNECTIONS] [SECONDS]");
    return 2;
}

var connections = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 8;
var seconds = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 10;
using var scim = new ScimLoad(args[0], args[1], connections, TimeSpan.FromSeconds(seconds));

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{connections} connections, {seconds} s each"));
Console.WriteLine("operation           per second   p50 ms   p95 ms   p99 ms   errors");
foreach (var result in await scim.RunAsync())
    Console.WriteLine(result);
return 0;
