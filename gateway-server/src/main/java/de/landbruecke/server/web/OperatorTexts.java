package de.landbruecke.server.web;

import de.landbruecke.server.shared.InvalidConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.safety.Safelist;
import org.jspecify.annotations.Nullable;

/**
 * The texts that the law asks for, where the operator brings his own: fragments of HTML, read once.
 * They are checked and not cleaned, so that nothing of a legal text is lost in silence: what is not
 * allowed stops the start.
 */
final class OperatorTexts {

  /** Texts that can be replaced, each by the file of its name. */
  enum Kind {
    BARRIEREFREIHEIT,
    IMPRESSUM,
    DATENSCHUTZ;

    String file() {
      return name().toLowerCase(java.util.Locale.ROOT) + ".html";
    }
  }

  private static final Safelist ALLOWED =
      new Safelist()
          .addTags(
              "a",
              "abbr",
              "address",
              "b",
              "blockquote",
              "br",
              "caption",
              "cite",
              "code",
              "dd",
              "div",
              "dl",
              "dt",
              "em",
              "h2",
              "h3",
              "h4",
              "hr",
              "i",
              "li",
              "ol",
              "p",
              "section",
              "small",
              "span",
              "strong",
              "sub",
              "sup",
              "table",
              "tbody",
              "td",
              "th",
              "thead",
              "time",
              "tr",
              "ul")
          .addAttributes(":all", "lang", "dir")
          .addAttributes("a", "href", "hreflang")
          .addAttributes("abbr", "title")
          .addAttributes("ol", "start", "type")
          .addAttributes("td", "colspan", "rowspan", "headers")
          .addAttributes("th", "colspan", "rowspan", "scope")
          .addAttributes("time", "datetime")
          .addProtocols("a", "href", "http", "https", "mailto", "tel")
          .preserveRelativeLinks(true);

  /** Relative links are checked as if they stood on this page. */
  private static final String SOME_PAGE = "https://site.example/";

  private final Map<Kind, String> texts = new EnumMap<>(Kind.class);

  private OperatorTexts() {}

  /**
   * Reads what is there.
   *
   * @throws InvalidConfigurationException when one of the files cannot be read or holds what is not
   *     allowed
   */
  static OperatorTexts read(@Nullable Path directory) {
    OperatorTexts result = new OperatorTexts();
    List<String> faults = new ArrayList<>();
    if (directory != null) {
      for (Kind kind : Kind.values()) {
        Path file = directory.resolve(kind.file());
        if (Files.exists(file)) {
          result.read(kind, file, faults);
        }
      }
    }
    if (!faults.isEmpty()) {
      throw new InvalidConfigurationException(faults);
    }
    return result;
  }

  private void read(Kind kind, Path file, List<String> faults) {
    try {
      Document document =
          Jsoup.parseBodyFragment(Files.readString(file, StandardCharsets.UTF_8), SOME_PAGE);
      String fault = fault(document);
      if (fault != null) {
        faults.add("landbruecke.web.texts: " + file + " holds " + fault);
      }
      document.outputSettings().prettyPrint(false);
      texts.put(kind, document.body().html());
    } catch (IOException e) {
      faults.add("landbruecke.web.texts: " + file + " cannot be read as UTF-8");
    }
  }

  private static @Nullable String fault(Document document) {
    for (Element element : document.body().children().select("*")) {
      if (!ALLOWED.isSafeTag(element.normalName())) {
        return "<" + element.normalName() + ">, which is not allowed";
      }
      for (Attribute attribute : element.attributes()) {
        if (!ALLOWED.isSafeAttribute(element.normalName(), element, attribute)) {
          return "<"
              + element.normalName()
              + "> with an attribute "
              + attribute.getKey()
              + " that is not allowed";
        }
      }
    }
    return document.head().children().isEmpty() ? null : "more than a fragment of a page";
  }

  /** The operator's text, harmless and well-formed; null where the shipped one holds. */
  @Nullable String html(Kind kind) {
    return texts.get(kind);
  }
}
