namespace Gatehouse.Server.Transfer;

/// <summary>
/// Owns what moves whole directories in and out: import of files, and export to them. Reads and writes users and groups through the
/// directory's own classes; the imports table, which says how far an import has come, is its own.
/// </summary>
static class TransferModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ImportStates>();
        services.AddSingleton<DirectoryImport>();
        services.AddSingleton<DirectoryExport>();
    }
}
