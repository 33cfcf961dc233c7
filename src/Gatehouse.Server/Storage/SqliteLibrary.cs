using SQLitePCL;

namespace Gatehouse.Server.Storage;

/// <summary>How SQLite's library runs in this process.</summary>
static class SqliteLibrary
{
    /// <summary>
    /// Whether it does without the locks that connections shared by threads need, of which there are none here, and without statistics of
    /// its memory, which cost one more lock each time. Can be chosen only before its first use.
    /// </summary>
    public static bool IsUnlocked { get; } = Unlock();

    static bool Unlock()
    {
        Batteries_V2.Init();
        return raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD) == raw.SQLITE_OK && raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0) == raw.SQLITE_OK;
    }
}
