using Gatehouse.Server.Clients;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Tests.Clients;

public sealed class ClientIdTests
{
    static readonly ClientId Id = ClientId.New(OrganizationId.New(TimeProvider.System), TimeProvider.System);

    [Fact]
    public void An_id_is_read_back_from_its_text_and_carries_its_organization()
    {
        Assert.True(ClientId.TryParse(Id.ToString(), out var read));

        Assert.Equal(Id, read);
        Assert.Equal(Id.Organization, read.Organization);
    }

    public static TheoryData<string> Others =>
    [
        "", "nonsense", Id.Organization.ToString(), $"{Id.Organization}-", $"{Id.Organization}_{Id.Value:N}", Id.ToString().ToUpperInvariant(),
        Id + " ", " " + Id, Id.ToString()[1..], $"{Id.Organization.Value:D}-{Id.Value:D}", Id.ToString()[..^1] + "g", Id.ToString()[..^1] + "\0",
    ];

    // One client has one text: throttling and look-ups compare it.
    [Theory]
    [InlineData(null)]
    [MemberData(nameof(Others))]
    public void Nothing_else_is_taken_for_one(string? text) => Assert.False(ClientId.TryParse(text, out _));
}
