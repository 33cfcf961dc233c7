namespace Gatehouse.Server.Ui.Pieces;

/// <summary>What a state means for the reader. Never said by colour alone: the word beside it says it.</summary>
public enum TagKind
{
    Plain,
    Ok,
    Warn,
    Bad,
    Info,
}

static class TagKinds
{
    /// <summary>The class of the stylesheet.</summary>
    public static string Class(this TagKind kind) => kind switch
    {
        TagKind.Ok => "ok",
        TagKind.Warn => "warn",
        TagKind.Bad => "bad",
        TagKind.Info => "info",
        _ => "plain",
    };
}
