package de.landbruecke.server.shared;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Reads XML that others wrote: UTF-8, XML 1.0, bounded in size, depth and number of parts, without
 * document type, entities, comments and processing instructions, which no message of ours needs and
 * which hide differences between what is signed and what is read. Nothing is ever fetched.
 *
 * <p>Always the JDK's own parser, whatever else is on the class path. Safe to share between
 * threads.
 */
public final class StrictXml {

  /** The longest document in characters. */
  public static final int LONGEST = 256 * 1024;

  private static final int DEEPEST = 40;
  private static final int MOST_ATTRIBUTES = 60;
  private static final int MOST_ELEMENTS = 5_000;

  private StrictXml() {}

  /**
   * A document.
   *
   * @throws SAXException if it is none, or none that is allowed; without a word of it
   */
  public static Document parse(byte[] utf8) throws SAXException {
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw new SAXException("no UTF-8", e);
    }
  }

  /**
   * A document, as {@link #parse(byte[])}.
   *
   * @throws SAXException if it is none, or none that is allowed; without a word of it
   */
  public static Document parse(String text) throws SAXException {
    if (text.length() > LONGEST) {
      throw new SAXException("too long");
    }
    Document document;
    try {
      document = builder().parse(new InputSource(new StringReader(text)));
    } catch (SAXException | IOException e) {
      throw new SAXException("not well-formed, or not allowed");
    }
    if (document.getXmlVersion() != null && !document.getXmlVersion().equals("1.0")) {
      throw new SAXException("not XML 1.0");
    }
    check(document);
    return document;
  }

  private static DocumentBuilder builder() {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      factory.setCoalescing(true);
      factory.setExpandEntityReferences(false);
      factory.setXIncludeAware(false);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setAttribute("jdk.xml.maxElementDepth", Integer.toString(DEEPEST));
      factory.setAttribute("jdk.xml.elementAttributeLimit", Integer.toString(MOST_ATTRIBUTES));
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Strict());
      return builder;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's parser has each of these settings", e);
    }
  }

  /** Every complaint ends the reading, and none is printed. */
  private static final class Strict implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }

  private static void check(Document document) throws SAXException {
    int elements = 0;
    Node node = document.getFirstChild();
    while (node != null) {
      switch (node.getNodeType()) {
        case Node.ELEMENT_NODE -> elements++;
        case Node.TEXT_NODE -> {
          // What may stand between elements.
        }
        default -> throw new SAXException("neither element nor text");
      }
      if (elements > MOST_ELEMENTS) {
        throw new SAXException("too many elements");
      }
      node = next(node);
    }
  }

  /** The node that follows in the order of the document; null after the last. */
  private static @Nullable Node next(Node node) {
    if (node.getFirstChild() != null) {
      return node.getFirstChild();
    }
    Node at = node;
    while (at != null && at.getNextSibling() == null) {
      at = at.getParentNode();
    }
    return at == null ? null : at.getNextSibling();
  }

  /** The element and all below it, in the order of the document. */
  public static List<Element> all(Element top) {
    List<Element> found = new ArrayList<>();
    found.add(top);
    for (int i = 0; i < found.size(); i++) {
      found.addAll(children(found.get(i)));
    }
    return found;
  }

  /** The elements directly below. */
  public static List<Element> children(Element parent) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        found.add(element);
      }
    }
    return found;
  }

  /** The elements of this name directly below. */
  public static List<Element> children(Element parent, String namespace, String name) {
    return children(parent).stream().filter(each -> is(each, namespace, name)).toList();
  }

  /** Whether an element has this name. */
  public static boolean is(Element element, String namespace, String name) {
    return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
  }

  /**
   * All that the element says.
   *
   * @throws SAXException if there are elements in it
   */
  public static String text(Element element) throws SAXException {
    if (!children(element).isEmpty()) {
      throw new SAXException("elements where text is expected");
    }
    return element.getTextContent();
  }
}
