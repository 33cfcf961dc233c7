namespace Gatehouse.Bench.Report;

/// <summary>The servers that run.sh starts, by the names it gives them.</summary>
static class Targets
{
    public const string Scimmy = "scimmy";
    public const string OidcProvider = "oidc-provider";

    public static Store Sqlite { get; } = new("SQLite", "gatehouse-sqlite", "floor-sqlite");

    /// <summary>The product commits in groups; this compares it with a floor that does so too.</summary>
    public static Store SqliteInGroups { get; } = new("SQLite, floor with group commit", "gatehouse-sqlite", "floor-sqlite-group");

    public static Store PostgreSql { get; } = new("PostgreSQL", "gatehouse-postgresql", "floor-postgresql");
}

/// <summary>A product and the floor of the same store.</summary>
sealed record Store(string Name, string Product, string Floor);
