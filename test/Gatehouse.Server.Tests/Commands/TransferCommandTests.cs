using Gatehouse.Server.Tests.Scim;

namespace Gatehouse.Server.Tests.Commands;

public sealed class TransferCommandTests : CommandTest
{
    [Fact]
    public async Task A_directory_goes_out_and_into_another_organization()
    {
        var (first, second) = (await CreateOrganizationAsync(), await CreateOrganizationAsync());
        var file = Write("in.ndjson", ScimClient.User("ada"), ScimClient.User("bo"), ScimClient.Group("Engineers", "ada", "bo"));

        Assert.Equal("""{"users":2,"groups":1,"members":2,"existing":0,"rejected":0}""", Answer(await RunAsync("import", file, "--organization", first, "--output", "json")));
        var export = Path.Combine(Data, "out.ndjson");
        Assert.Equal($$"""{"users":2,"groups":1,"file":"{{export}}"}""", Answer(await RunAsync("export", export, "--organization", first, "--output", "json")));
        Assert.Equal("""{"users":2,"groups":1,"members":2,"existing":0,"rejected":0}""", Answer(await RunAsync("import", export, "--organization", second, "--output", "json")));

        Assert.False(File.Exists(export + ".part"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(export));
        Assert.Contains("directory.imported", await ActionsAsync(second));
    }

    [Fact]
    public async Task Rejected_records_are_an_error_that_says_where_they_are()
    {
        var organization = await CreateOrganizationAsync();
        var file = Write("in.csv", "userName,displayName,active", "ada,Ada,true", "bo,Bo,perhaps");

        var result = await RunAsync("import", file, "--organization", organization, "--output", "json");

        Assert.Equal(1, result.Status);
        Assert.Equal("""{"users":1,"groups":0,"members":0,"existing":0,"rejected":1}""", result.Output.Trim());
        Assert.Contains(Path.Combine(Data, "in.report.ndjson"), result.Error, StringComparison.Ordinal);
        Assert.Contains("in.report.rejected.csv", result.Error, StringComparison.Ordinal);
        Assert.Equal(["userName,displayName,active", "bo,Bo,perhaps"], await File.ReadAllLinesAsync(Path.Combine(Data, "in.report.rejected.csv"), Stop));
    }

    [Fact]
    public async Task A_missing_file_or_another_kind_of_file_is_refused()
    {
        var organization = await CreateOrganizationAsync();

        (await RunAsync("import", Path.Combine(Data, "none.ndjson"), "--organization", organization)).ShouldRefuse("There is no file");
        (await RunAsync("import", Write("in.csv", "Nom;Mail", "a;b"), "--organization", organization)).ShouldRefuse("'Nom'", "attribute path");
        (await RunAsync("import", Write("in.ndjson", ScimClient.User("ada")), "--organization", "none")).ShouldRefuse("organizations list");
    }

    [Fact]
    public async Task A_dry_run_says_that_it_is_one()
    {
        var organization = await CreateOrganizationAsync();

        var result = await RunAsync("import", Write("in.ndjson", ScimClient.User("ada")), "--organization", organization, "--dry-run");

        Assert.Equal(0, result.Status);
        Assert.Contains("Nothing was changed.", result.Output, StringComparison.Ordinal);
        Assert.Equal(["organization.created"], await ActionsAsync(organization));
    }

    // Progress goes to standard error.
    static string Answer(CommandResult result)
    {
        Assert.True(result.Status == 0, result.Error);
        return result.Output.Trim();
    }

    string Write(string name, params IEnumerable<string> lines)
    {
        var path = Path.Combine(Data, name);
        File.WriteAllLines(path, lines);
        return path;
    }
}
