package de.landbruecke.source.xzufi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An element of one record, read completely. Not thread-safe while it is built.
 *
 * <p>Elements are found by their local name, whether they are in the message's namespace or in none
 * (as the code of a code list is); those of other namespaces are not seen.
 */
final class Element {

  private final String name;
  private final boolean ours;
  private final Map<String, String> attributes;
  private final List<Object> content = new ArrayList<>();
  private final Names names;

  /**
   * An empty element.
   *
   * @param ours whether it is in the message's namespace or in none
   * @param attributes by local name
   */
  Element(String name, boolean ours, Map<String, String> attributes, Names names) {
    this.name = name;
    this.ours = ours;
    this.attributes = attributes;
    this.names = names;
  }

  void add(Element child) {
    content.add(child);
  }

  void add(String text) {
    content.add(text);
  }

  /** The element's local name. */
  String name() {
    return name;
  }

  boolean is(Name wanted) {
    return ours && names.is(wanted, name);
  }

  /** The child elements of our namespace, in order. */
  List<Element> children() {
    List<Element> children = new ArrayList<>();
    for (Object part : content) {
      if (part instanceof Element child && child.ours) {
        children.add(child);
      }
    }
    return children;
  }

  List<Element> children(Name wanted) {
    return children().stream().filter(child -> child.is(wanted)).toList();
  }

  Optional<Element> child(Name wanted) {
    return children().stream().filter(child -> child.is(wanted)).findFirst();
  }

  /** The first element of this name at any depth below this one, in document order. */
  Optional<Element> descendant(Name wanted) {
    for (Element child : children()) {
      if (child.is(wanted)) {
        return Optional.of(child);
      }
      Optional<Element> deeper = child.descendant(wanted);
      if (deeper.isPresent()) {
        return deeper;
      }
    }
    return Optional.empty();
  }

  /** An attribute's value; empty when it is absent or blank. */
  Optional<String> attribute(Name wanted) {
    return names.of(wanted).stream()
        .filter(attributes::containsKey)
        .map(attribute -> attributes.getOrDefault(attribute, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /** The element's own text. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Object part : content) {
      if (part instanceof String string) {
        text.append(string);
      }
    }
    return text.toString().strip();
  }

  /** The code of an element of a code list: that of its code child, else its own text. */
  String code() {
    return child(Name.CODE).map(Element::text).orElseGet(this::text);
  }

  /**
   * The HTML that the element holds: as text (how XZuFi has it), or as child elements (how some
   * editors write it).
   */
  String html() {
    if (content.stream().noneMatch(Element.class::isInstance)) {
      return text();
    }
    StringBuilder html = new StringBuilder();
    appendMarkup(html);
    return html.toString().strip();
  }

  private void appendMarkup(StringBuilder html) {
    for (Object part : content) {
      if (part instanceof Element child) {
        html.append('<').append(child.name);
        child.attributes.forEach((key, value) ->
            html.append(' ').append(key).append("=\"").append(escape(value)).append('"'));
        html.append('>');
        child.appendMarkup(html);
        html.append("</").append(child.name).append('>');
      } else {
        html.append(escape(part.toString()));
      }
    }
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
