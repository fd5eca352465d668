package de.landbruecke.source.xzufi;

import de.landbruecke.source.CatalogFormatException;
import de.landbruecke.source.CatalogFormatException.Reason;
import de.landbruecke.source.SourceLimits;
import de.landbruecke.source.SourceReport.SkipReason;
import de.landbruecke.source.internal.DeliveryStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Walks through an XML delivery and reads one element after the other. Document types and with them
 * all entities but XML's own five are refused. Not thread-safe.
 */
final class ElementReader {

  /** Deeper elements end the reading: the parser itself keeps a stack of them. */
  private static final int MAX_DEPTH = 1_000;

  private final DeliveryStream in;
  private final String file;
  private final SourceLimits limits;
  private final Names names;
  private final XMLStreamReader xml;
  private int depth;
  private String rootNamespace = "";

  ElementReader(DeliveryStream in, String file, SourceLimits limits, Names names)
      throws IOException {
    this.in = in;
    this.file = file;
    this.limits = limits;
    this.names = names;
    try {
      this.xml = factory().createXMLStreamReader(in);
    } catch (XMLStreamException e) {
      throw failure(e, Reason.NOT_A_CATALOG, 1);
    }
  }

  private static XMLInputFactory factory() {
    // The JDK's own, whatever else is on the class path: its behaviour is what the tests prove.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    // Without document types there are no entities to expand, yet newer JDKs count each &lt; of
    // the whole file against these limits and give up after 100,000. Depth is counted here.
    for (String limit :
        List.of(
            "jdk.xml.entityExpansionLimit",
            "jdk.xml.entityReplacementLimit",
            "jdk.xml.maxGeneralEntitySizeLimit",
            "jdk.xml.totalEntitySizeLimit",
            "jdk.xml.maxElementDepth")) {
      factory.setProperty(limit, "0");
    }
    factory.setXMLResolver((publicId, systemId, base, namespace) -> {
      throw new XMLStreamException("external entities are not allowed");
    });
    return factory;
  }

  /** Goes to the root element and returns its namespace; empty when it has none. */
  String root() throws IOException {
    try {
      while (xml.hasNext()) {
        if (next() == XMLStreamConstants.START_ELEMENT) {
          return namespace();
        }
      }
    } catch (XMLStreamException e) {
      throw failure(e, Reason.NOT_A_CATALOG, line());
    }
    throw new CatalogFormatException(Reason.NOT_A_CATALOG, file + ": there is no root element");
  }

  /** Goes to the next start ({@code true}) or end ({@code false}) of an element. */
  boolean nextTag() throws IOException {
    try {
      while (true) {
        int event = next();
        if (event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT) {
          return event == XMLStreamConstants.START_ELEMENT;
        }
      }
    } catch (XMLStreamException e) {
      throw failure(e, Reason.TRUNCATED, line());
    }
  }

  /** Reads behind the root element, where only comments and blanks are allowed. */
  void end() throws IOException {
    try {
      while (xml.hasNext()) {
        next();
      }
    } catch (XMLStreamException e) {
      throw failure(e, Reason.TRUNCATED, line());
    }
  }

  /** The line of the file at which the reader is. */
  int line() {
    return xml.getLocation().getLineNumber();
  }

  /** Whether the element at whose start the reader is has this name. */
  boolean at(Name name) {
    return ours() && names.is(name, xml.getLocalName());
  }

  /** The local name of the element at which the reader is. */
  String localName() {
    return xml.getLocalName();
  }

  private boolean ours() {
    String namespace = namespace();
    return namespace.isEmpty() || namespace.equals(rootNamespace);
  }

  /** From now on elements of this namespace are ours. */
  void ours(String namespace) {
    rootNamespace = namespace;
  }

  private String namespace() {
    return Objects.requireNonNullElse(xml.getNamespaceURI(), "");
  }

  /** Leaves the element at whose start the reader is. */
  void skip() throws IOException {
    try {
      skip(depth - 1);
    } catch (XMLStreamException e) {
      throw failure(e, Reason.TRUNCATED, line());
    }
  }

  private void skip(int outside) throws IOException, XMLStreamException {
    while (depth > outside) {
      next();
    }
  }

  /**
   * Reads the element at whose start the reader is, and leaves it.
   *
   * @throws BadElementException when it is larger or deeper than a record may be; it is left then,
   *     too
   */
  Element element() throws IOException, BadElementException {
    int outside = depth - 1;
    try {
      Element root = start();
      Deque<Element> open = new ArrayDeque<>();
      open.push(root);
      long size = 0;
      int elements = 1;
      while (depth > outside) {
        switch (next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            Element child = start();
            Objects.requireNonNull(open.peek()).add(child);
            open.push(child);
            elements++;
            size += attributesSize();
          }
          case XMLStreamConstants.END_ELEMENT -> open.pop();
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
            size += xml.getTextLength();
            if (size <= limits.maxRecordBytes()) {
              Objects.requireNonNull(open.peek()).add(xml.getText());
            }
          }
          case XMLStreamConstants.ENTITY_REFERENCE ->
              throw new XMLStreamException("entities are not allowed");
          default -> {
            // Comments and processing instructions say nothing.
          }
        }
        if (open.size() > limits.maxDepth()) {
          skip(outside);
          throw tooLarge("nested deeper than " + limits.maxDepth() + " levels");
        }
        if (size > limits.maxRecordBytes() || elements > limits.maxListEntries()) {
          skip(outside);
          throw tooLarge(
              "more than "
                  + limits.maxRecordBytes()
                  + " characters or "
                  + limits.maxListEntries()
                  + " elements");
        }
      }
      return root;
    } catch (XMLStreamException e) {
      throw failure(e, Reason.TRUNCATED, line());
    }
  }

  private static BadElementException tooLarge(String what) {
    return new BadElementException(SkipReason.TOO_LARGE, what);
  }

  private long attributesSize() {
    long size = 0;
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      size += xml.getAttributeValue(i).length();
    }
    return size;
  }

  private Element start() {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      attributes.putIfAbsent(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
    }
    return new Element(xml.getLocalName(), ours(), attributes, names);
  }

  private int next() throws IOException, XMLStreamException {
    int event;
    try {
      event = xml.next();
    } catch (XMLStreamException e) {
      throw e;
    } catch (RuntimeException e) {
      // The JDK's parser fails so on some broken input instead of saying what is wrong.
      throw new XMLStreamException(e);
    }
    in.progress();
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> {
        if (++depth > MAX_DEPTH) {
          throw new CatalogFormatException(
              Reason.LIMIT_EXCEEDED,
              file + ":" + line() + ": nested deeper than " + MAX_DEPTH + " levels");
        }
      }
      case XMLStreamConstants.END_ELEMENT -> depth--;
      case XMLStreamConstants.DTD ->
          throw new CatalogFormatException(
              Reason.NOT_A_CATALOG,
              file + ":" + line() + ": a document type declaration is not allowed");
      default -> {
        // Nothing to count.
      }
    }
    return event;
  }

  /** What a failure of the parser means; {@code otherwise} when only the XML is broken. */
  private IOException failure(XMLStreamException e, Reason otherwise, int line) {
    for (Throwable cause = e; cause != null; cause = next(cause)) {
      if (cause instanceof CatalogFormatException known) {
        return known;
      }
      if (cause instanceof java.io.CharConversionException
          || cause instanceof java.io.UnsupportedEncodingException) {
        return new CatalogFormatException(
            Reason.WRONG_ENCODING, file + ":" + line + ": not in the declared encoding", e);
      }
      if (cause instanceof IOException io) {
        return io;
      }
    }
    // The JDK's own limits, such as that of attributes, have these codes in their messages.
    if (Objects.toString(e.getMessage()).contains("JAXP0001")) {
      return new CatalogFormatException(
          Reason.LIMIT_EXCEEDED, file + ":" + line + ": over a limit of the XML parser", e);
    }
    return new CatalogFormatException(
        otherwise, file + ":" + line + ": the XML is broken, or ends in the middle", e);
  }

  private static @org.jspecify.annotations.Nullable Throwable next(Throwable cause) {
    return cause instanceof XMLStreamException xml && xml.getNestedException() != null
        ? xml.getNestedException()
        : cause.getCause();
  }
}
