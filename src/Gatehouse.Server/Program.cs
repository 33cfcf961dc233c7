using Gatehouse.Server.Commands;

return await CommandLine.RunAsync(args, new()
{
    // After Ctrl-C a command finishes what it must not leave half done: requests in flight, a check's test data.
    ProcessTerminationTimeout = TimeSpan.FromSeconds(90),
});
