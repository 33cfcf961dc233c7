namespace Gatehouse.EndToEnd.Tests.Browser;

/// <summary>Where the tests find what is not compiled into them, and leave what people should look at.</summary>
static class RepositoryFolder
{
    public static string Root { get; } = Find();

    /// <summary>Ignored by git.</summary>
    public static string Screenshots => Path.Combine(Root, "artifacts", "screenshots");

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gatehouse.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of the repository.");
    }
}
