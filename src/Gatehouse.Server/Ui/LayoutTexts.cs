namespace Gatehouse.Server.Ui;

/// <summary>The words around every page.</summary>
sealed record LayoutTexts
{
    public required string SkipToContent { get; init; }
    public required string Navigation { get; init; }
    public required string Help { get; init; }
    public required string Privacy { get; init; }

    static readonly LayoutTexts English = new()
    {
        SkipToContent = "Skip to the content",
        Navigation = "Pages",
        Help = "Help",
        Privacy = "Privacy",
    };

    static readonly LayoutTexts German = new()
    {
        SkipToContent = "Zum Inhalt springen",
        Navigation = "Seiten",
        Help = "Hilfe",
        Privacy = "Datenschutz",
    };

    public static LayoutTexts For(Language language) => language.Choose(English, German);
}
