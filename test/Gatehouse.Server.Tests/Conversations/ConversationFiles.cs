namespace Gatehouse.Server.Tests.Conversations;

/// <summary>The conversations of the repository, from where they are written, so that a new file needs no build.</summary>
static class ConversationFiles
{
    public static string Folder => Path.Combine(Repository.Root, "test", "Gatehouse.Server.Tests", "Conversations");

    public static IEnumerable<string> Names =>
        System.IO.Directory.EnumerateFiles(Folder, "*.http", SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(Folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public static Conversation Read(string name) => ConversationReader.Read(name, File.ReadAllText(Path.Combine(Folder, name)));
}
