using Gatehouse.Server.Commands;

return await CommandLine.Create().Parse(args).InvokeAsync();
