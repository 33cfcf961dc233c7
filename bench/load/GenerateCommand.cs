using System.Globalization;
using System.Text;

namespace Gatehouse.Bench;

/// <summary>Load generate: writes the users and groups of a filled directory as NDJSON, for servers that import files.</summary>
static class GenerateCommand
{
    public static int Run(Options options)
    {
        using var output = new StreamWriter(options.Get("file"), append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        for (var number = options.Number("from", 0); number < options.Number("users", 1_000); number++)
            output.Write(FilledDirectory.NewUser(FilledDirectory.UserName(number)) + "\n");

        foreach (var size in options.Numbers("groups"))
        {
            var members = string.Join(',', Enumerable.Range(0, size).Select(static number =>
                string.Create(CultureInfo.InvariantCulture, $$"""{"value":"{{FilledDirectory.UserName(number)}}"}""")));
            var group = FilledDirectory.NewGroup(FilledDirectory.GroupName(size)).TrimEnd(' ', '}');
            output.Write($$"""{{group}}},"members":[{{members}}]}""" + "\n");
        }

        return 0;
    }
}
