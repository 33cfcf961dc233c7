using System.Xml;

namespace Gatehouse.Saml.Xml;

/// <summary>Steps from an element to its direct children, by full name. Nothing here searches a tree.</summary>
static class XmlSteps
{
    public static IEnumerable<XmlElement> Children(this XmlElement element) => element.ChildNodes.OfType<XmlElement>();

    public static IEnumerable<XmlElement> Children(this XmlElement element, string name, string space) =>
        element.Children().Where(child => child.LocalName == name && child.NamespaceURI == space);

    public static bool Is(this XmlElement element, string name, string space) => element.LocalName == name && element.NamespaceURI == space;

    /// <returns>The child, or null when there is none.</returns>
    /// <exception cref="SamlException">There are several.</exception>
    public static XmlElement? Child(this XmlElement element, string name, string space)
    {
        var found = element.Children(name, space).Take(2).ToList();
        return found.Count <= 1 ? found.FirstOrDefault() : throw new SamlException(SamlFault.Structure, $"There is more than one {name} in {element.LocalName}.");
    }

    /// <exception cref="SamlException">There is not exactly one.</exception>
    public static XmlElement Only(this XmlElement element, string name, string space) =>
        element.Child(name, space) ?? throw new SamlException(SamlFault.Structure, $"There is no {name} in {element.LocalName}.");

    /// <summary>An attribute without a namespace.</summary>
    /// <returns>Null when there is none.</returns>
    public static string? Value(this XmlElement element, string attribute) => element.GetAttributeNode(attribute, "")?.Value;

    /// <summary>The text of an element that holds nothing else.</summary>
    /// <exception cref="SamlException">It holds elements.</exception>
    public static string Text(this XmlElement element) => element.ChildNodes.OfType<XmlElement>().Any()
        ? throw new SamlException(SamlFault.Structure, $"{element.LocalName} holds elements where text is expected.")
        : element.InnerText.Trim();

    /// <summary>An element and all elements in it.</summary>
    public static IEnumerable<XmlElement> Tree(this XmlElement element) =>
        element.Children().SelectMany(static child => child.Tree()).Prepend(element);
}
