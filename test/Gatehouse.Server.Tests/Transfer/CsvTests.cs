using Gatehouse.Server.Tests.OAuth;
using Gatehouse.Server.Tests.Scim;
using Gatehouse.Server.Transfer;

namespace Gatehouse.Server.Tests.Transfer;

public abstract class CsvTests(ServerFixture server) : TransferTest(server)
{
    [Fact]
    public async Task Columns_are_attribute_paths()
    {
        var done = await ImportCsvAsync(
            "User",
            "userName,name.givenName,\"emails[type eq \"\"work\"\"].value\",urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department,active",
            "ada,Ada,ada@contoso.example,\"Engines, large\",True",
            "bo,,,,false");

        Assert.Equal((2, 0), (done.Users, done.Rejected));
        var ada = (await Scim.GetAsync($"/Users/{await IdOfAsync("ada")}")).ShouldBe(200).Body;
        Assert.Equal("Ada", ada.GetProperty("name").GetProperty("givenName").GetString());
        Assert.Equal(("work", "ada@contoso.example"), (ada.GetProperty("emails")[0].GetProperty("type").GetString(), ada.GetProperty("emails")[0].GetProperty("value").GetString()));
        Assert.Equal("Engines, large", ada.GetProperty(ScimClient.EnterpriseUrn).GetProperty("department").GetString());
        var bo = (await Scim.GetAsync($"/Users/{await IdOfAsync("bo")}")).Body;
        Assert.False(bo.TryGetProperty("name", out _));
        Assert.False(bo.GetProperty("active").GetBoolean());
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    public async Task Spreadsheets_of_other_countries_separate_columns_otherwise(char separator)
    {
        var done = await ImportCsvAsync("User", $"userName{separator}displayName{separator}title", $"ada{separator}Ada{separator}Engineer", $"bo{separator}Bo{separator}Engineer");

        Assert.Equal((2, 0), (done.Users, done.Rejected));
    }

    [Fact]
    public async Task Groups_name_their_members_in_one_cell()
    {
        await ImportCsvAsync("User", "userName,externalId", "ada,1", "bo,2");

        var done = await ImportCsvAsync("Group", "displayName,members", "Engineers,ada; 2", "Empty,");

        Assert.Equal((2, 2, 0), (done.Groups, done.Joined, done.Rejected));
    }

    [Theory]
    [InlineData("userName,shoeSize", "shoeSize")]
    [InlineData("userName,displayNam", "displayName")]
    [InlineData("userName,name.givenNam", "givenName")]
    [InlineData("userName,groups", "read-only")]
    [InlineData("userName,userName", "Two columns")]
    [InlineData("userName,emails[type eq", "emails[type eq")]
    [InlineData("mail", "email")]
    public async Task A_header_that_names_no_attributes_is_refused_before_anything_happens(string header, string word)
    {
        var refusal = await Assert.ThrowsAsync<ImportException>(() => ImportCsvAsync("User", header, "ada,x"));

        Assert.Contains(word, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("users"));
    }

    [Fact]
    public async Task An_empty_file_is_refused() =>
        Assert.Contains("is empty", (await Assert.ThrowsAsync<ImportException>(() => ImportCsvAsync("User"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Wrong_rows_are_told_of_by_line_and_written_out_under_the_same_header()
    {
        var done = await ImportCsvAsync("User", "userName,active,displayName", "ada,perhaps,Ada", "bo,true", "\"c\ny\",true,Cy", ",true,Nobody");

        Assert.Equal((1, 3), (done.Users, done.Rejected));
        Assert.Equal(3, Report().Count);
        Assert.Equal(["userName,active,displayName", "ada,perhaps,Ada", "bo,true", ",true,Nobody"], Rejected(".csv"));
    }

    [Fact]
    public async Task Text_that_is_not_UTF8_is_refused()
    {
        await File.WriteAllBytesAsync(PathOf("latin1.csv"), "userName,displayName\nada,Ad"u8.ToArray().Concat(new byte[] { 0xE1, 0x0A }).ToArray(), Stop);
        var catalog = await Service<Gatehouse.Server.Directory.SchemaCatalogs>().GetAsync(Scim.Organization, Stop);

        var refusal = await Assert.ThrowsAsync<ImportException>(() => ImportAsync(new CsvSource(PathOf("latin1.csv"), catalog.ResourceTypes[0])));

        Assert.Contains("UTF-8", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("users"));
    }
}

public sealed class CsvOnSqlite(SqliteServer server) : CsvTests(server);

public sealed class CsvOnPostgreSql(PostgreSqlServer server) : CsvTests(server);
