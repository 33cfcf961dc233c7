using System.Data;

using Dapper;

using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Clients;

/// <summary>Identifies an OAuth client. Its text begins with the organization, so that a look-up asks one shard.</summary>
readonly record struct ClientId(OrganizationId Organization, Guid Value)
{
    const int Length = 65;

    public static ClientId New(OrganizationId organization, TimeProvider clock) => new(organization, Guid.CreateVersion7(clock.GetUtcNow()));

    public static bool TryParse(string? text, out ClientId id)
    {
        id = default;
        if (text is not { Length: Length } || text[32] != '-'
            || !Guid.TryParseExact(text[..32], "N", out var organization) || !Guid.TryParseExact(text[33..], "N", out var value))
            return false;

        id = new(new OrganizationId(organization), value);
        return string.Equals(id.ToString(), text, StringComparison.Ordinal);
    }

    public override string ToString() => $"{Organization}-{Value:N}";

    /// <summary>Lets statements take client ids as parameters.</summary>
    public static void RegisterTypeHandler() => SqlMapper.AddTypeHandler(new Handler());

    sealed class Handler : SqlMapper.TypeHandler<ClientId>
    {
        public override ClientId Parse(object value) =>
            TryParse(value as string, out var id) ? id : throw new DataException("The column holds no client id.");

        public override void SetValue(IDbDataParameter parameter, ClientId value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = value.ToString();
        }
    }
}
