namespace Gatehouse.Server.Tests.Conversations;

/// <summary>Where the tests find what is not compiled into them.</summary>
static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The shared case data, which not every clone has beside it; null where it is absent.</summary>
    public static string? SharedData
    {
        get
        {
            var shared = Environment.GetEnvironmentVariable("GATEHOUSE_SHARED") ?? Path.Combine(Root, "..", "shared");
            var data = Path.GetFullPath(Path.Combine(shared, "data"));
            return System.IO.Directory.Exists(data) ? data : null;
        }
    }

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gatehouse.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of the repository.");
    }
}
