namespace Gatehouse.Saml.Xml;

/// <summary>How much XML is taken from others.</summary>
/// <param name="Bytes">The whole document, in bytes.</param>
/// <param name="Depth">Elements inside one another.</param>
/// <param name="Nodes">Nodes in all.</param>
/// <param name="Attributes">Attributes of one element.</param>
/// <param name="SkipsComments">Whether comments are left out; else a document that has one is refused.</param>
public sealed record XmlLimits(int Bytes, int Depth, int Nodes, int Attributes, bool SkipsComments)
{
    /// <summary>For messages. Comments are refused: who reads around them reads something else than was signed.</summary>
    public static XmlLimits Message { get; } = new(256 * 1024, 32, 5_000, 32, SkipsComments: false);

    /// <summary>For metadata, which people edit and comment.</summary>
    public static XmlLimits Metadata { get; } = new(1024 * 1024, 32, 20_000, 32, SkipsComments: true);
}
