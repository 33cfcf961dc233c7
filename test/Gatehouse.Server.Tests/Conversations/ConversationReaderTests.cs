namespace Gatehouse.Server.Tests.Conversations;

public sealed class ConversationReaderTests
{
    const string Good = """
        # Title: A title
        # Rules: R1 O2
        # Source: RFC 7644 §3
        # anything else is a comment
        @name = value

        ### First
        POST /Users
        Accept:
        If-Match: W/"1"

        {"userName": "{{name}}"}

        < 200 201
        ETag: ^W/
        Location: absent
        $.emails[type=work].value == "x y"
        $['urn:x'].a absent
        $.id -> user
        body !~ secret

        ### Second
        GET /Users/{{user}}
        < 200
        """;

    public static TheoryData<string> Names => [.. ConversationFiles.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_file_can_be_read(string name) => Assert.NotEmpty(ConversationFiles.Read(name).Exchanges);

    [Fact]
    public void A_file_is_read_as_it_is_written()
    {
        var conversation = ConversationReader.Read("good.http", Good);

        Assert.Equal(["R1", "O2"], conversation.Rules);
        Assert.Equal([("name", "value")], conversation.Variables);
        Assert.Equal(["First", "Second"], conversation.Exchanges.Select(static exchange => exchange.Name));
        var first = conversation.Exchanges[0];
        Assert.Equal(("POST", "/Users"), (first.Method, first.Target));
        Assert.Equal([("Accept", ""), ("If-Match", "W/\"1\"")], first.Headers);
        Assert.Equal("""{"userName": "{{name}}"}""", first.Body);
        Assert.Equal([200, 201], first.Statuses);
        Assert.Equal(
            [
                new("ETag", "~", "^W/", 15), new("Location", "absent", "", 16), new("$.emails[type=work].value", "==", "\"x y\"", 17),
                new("$['urn:x'].a", "absent", "", 18), new("$.id", "->", "user", 19), new("body", "!~", "secret", 20),
            ],
            first.Expectations);
        Assert.Null(conversation.Exchanges[1].Body);
    }

    [Theory]
    [InlineData("# Title: A title\n", "", "Title")]
    [InlineData("# Rules: R1 O2\n", "", "Rules")]
    [InlineData("# Rules: R1 O2", "# Rules: R1, O2", "rules are numbers")]
    [InlineData("# Source: RFC 7644 §3\n", "", "Source")]
    [InlineData("@name = value", "name = value", "neither a comment nor a variable")]
    [InlineData("### First", "###", "without a name")]
    [InlineData("POST /Users", "POST", "not a request line")]
    [InlineData("POST /Users", "POST /Users now", "not a request line")]
    [InlineData("POST /Users", "SEND /Users", "not a request line")]
    [InlineData("If-Match: W/\"1\"", "{\"userName\": 1}", "not a header")]
    [InlineData("< 200 201", "200", "no line with the expected status")]
    [InlineData("< 200 201", "< 2xx", "three digits")]
    [InlineData("ETag: ^W/", "ETag ^W/", "neither a header nor an assertion")]
    [InlineData("ETag: ^W/", "ETag: (", "invalid pattern")]
    [InlineData("ETag: ^W/", "ETag:", "matches everything")]
    [InlineData("== \"x y\"", "== x y", "says nothing about")]
    [InlineData("== \"x y\"", "equals \"x y\"", "says nothing about")]
    [InlineData("$['urn:x'].a absent", "$['urn:x'].a absent now", "says nothing about")]
    [InlineData("$['urn:x'].a absent", "$['urn:x'.a absent", "not an assertion")]
    [InlineData("$['urn:x'].a absent", "$..a absent", "cannot be read")]
    [InlineData("$['urn:x'].a absent", "$.a count many", "says nothing about")]
    [InlineData("body !~ secret", "body == \"secret\"", "says nothing about")]
    [InlineData("$.id -> user", "$.id -> {{user}}", "says nothing about")]
    public void A_malformed_file_is_refused_with_its_name(string right, string wrong, string reason)
    {
        var text = Good.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Good, text);

        var problem = Assert.Throws<FormatException>(() => ConversationReader.Read("bad.http", text));

        Assert.StartsWith("bad.http:", problem.Message, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_file_without_exchange_proves_nothing()
    {
        var text = Good[..Good.IndexOf("###", StringComparison.Ordinal)];

        Assert.Throws<FormatException>(() => ConversationReader.Read("bad.http", text));
    }
}
