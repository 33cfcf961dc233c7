namespace Gatehouse.Server.Commands.Check;

/// <summary>All groups of checks, in the order they run: what others rely on first.</summary>
static class CheckCatalog
{
    public static IReadOnlyList<CheckGroup> Groups { get; } =
    [
        TransportChecks.All,
        ErrorChecks.All,
        DiscoveryChecks.All,
        ShapeChecks.All,
        TypeChecks.All,
        CreateChecks.All,
        RetrieveChecks.All,
        ProjectionChecks.All,
        FilterChecks.All,
        SortingChecks.All,
        PagingChecks.All,
        CursorChecks.All,
        SearchChecks.All,
        PutChecks.All,
        PatchChecks.All,
        DeleteChecks.All,
        VersionChecks.All,
        BulkChecks.All,
        QueryScenarioChecks.All,
        CreateScenarioChecks.All,
        UpdateScenarioChecks.All,
        GroupScenarioChecks.All,
        StrictnessChecks.All,
    ];

    public static IReadOnlyList<Check> All { get; } = [.. Groups.SelectMany(group => group)];
}
