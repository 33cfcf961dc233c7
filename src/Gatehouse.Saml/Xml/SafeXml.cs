using System.Text;
using System.Xml;

namespace Gatehouse.Saml.Xml;

/// <summary>
/// Reads XML of others: UTF-8, no document type, no entities of its own, nothing fetched, bounded before a tree is built. What could be read in
/// two ways (CDATA, processing instructions, comments) is refused.
/// </summary>
public static class SafeXml
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="SamlException">It is not taken.</exception>
    public static XmlDocument Read(ReadOnlyMemory<byte> bytes, XmlLimits limits)
    {
        if (bytes.Length > limits.Bytes)
            throw Fault($"The XML is larger than {limits.Bytes / 1024} kB.");

        var text = TextOf(bytes.Span);
        try
        {
            Measure(text, limits);
            using var reader = XmlReader.Create(new StringReader(text), SettingsFor(limits));
            var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
            document.Load(reader);
            return document;
        }
        catch (XmlException problem)
        {
            // The reader names no place for a document type.
            throw new SamlException(SamlFault.Xml, text.Contains("<!DOCTYPE", StringComparison.Ordinal)
                ? "The XML has a document type, which is not taken."
                : $"The XML cannot be read: line {problem.LineNumber}, position {problem.LinePosition}.", problem);
        }
    }

    // Other encodings are another reading of the same bytes.
    static string TextOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException problem)
        {
            throw new SamlException(SamlFault.Xml, "The XML is not UTF-8.", problem);
        }
    }

    static XmlReaderSettings SettingsFor(XmlLimits limits) => new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = limits.Bytes, MaxCharactersFromEntities = 1_024,
        CheckCharacters = true, ConformanceLevel = ConformanceLevel.Document, IgnoreComments = limits.SkipsComments,
    };

    static void Measure(string text, XmlLimits limits)
    {
        using var reader = XmlReader.Create(new StringReader(text), SettingsFor(limits));
        for (var nodes = 0; reader.Read(); nodes++)
        {
            if (nodes > limits.Nodes)
                throw Fault($"The XML has more than {limits.Nodes:N0} nodes.");
            if (reader.Depth > limits.Depth)
                throw Fault($"The XML is deeper than {limits.Depth} elements.");
            if (reader.AttributeCount > limits.Attributes)
                throw Fault($"An element has more than {limits.Attributes} attributes.");
            if (reader.NodeType is XmlNodeType.CDATA or XmlNodeType.ProcessingInstruction or XmlNodeType.Comment or XmlNodeType.EntityReference)
                throw Fault($"The XML holds a {reader.NodeType}, which is not taken.");
            if (reader.NodeType == XmlNodeType.XmlDeclaration && reader.GetAttribute("encoding") is { } encoding && !encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
                throw Fault("The XML declares another encoding than UTF-8.");
        }
    }

    static SamlException Fault(string message) => new(SamlFault.Xml, message);
}
