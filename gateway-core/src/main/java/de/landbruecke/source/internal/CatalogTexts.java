package de.landbruecke.source.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;
import org.jsoup.select.NodeVisitor;

/**
 * Makes texts of catalogs harmless. They are untrusted: whoever edits a portal's text must not be
 * able to run a script on ours. All methods are safe to call from any thread.
 */
public final class CatalogTexts {

  /** How long an address may be; browsers and proxies refuse more. */
  private static final int MAX_URL = 4_000;

  private static final int MAX_ROUNDS = 10;

  /** Elements after whose end, or before whose start, a new line begins. */
  private static final Set<String> BLOCKS =
      Set.of(
          "p",
          "br",
          "div",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "ul",
          "ol",
          "li",
          "dl",
          "dt",
          "dd",
          "table",
          "tr",
          "td",
          "th",
          "blockquote",
          "pre",
          "hr",
          "section",
          "article");

  private static final Safelist ALLOWED =
      new Safelist()
          .addTags(
              "p", "br", "h2", "h3", "h4", "h5", "h6", "strong", "b", "em", "i", "sup", "sub", "ul",
              "ol", "li", "a")
          .addAttributes("a", "href")
          .addProtocols("a", "href", "http", "https");

  private CatalogTexts() {}

  /**
   * HTML of only {@code p br h2–h6 strong b em i sup sub ul ol li a[href]}, well-formed as XML,
   * with http and https addresses only. Other elements lose their tags and keep their text; the
   * content of {@code script}, {@code style} and their like goes, too. A first-level heading
   * becomes a second-level one, because the page around the text has its own.
   */
  public static String html(String untrusted) {
    if (PlainMarkup.is(untrusted)) {
      return untrusted;
    }
    String html = clean(untrusted);
    // Where tags went, what is left may nest as HTML does not allow; parsing it again mends that.
    // So a text that was cleaned once is never changed by cleaning it again.
    for (int round = 0; round < MAX_ROUNDS && !PlainMarkup.is(html); round++) {
      String again = clean(html);
      if (again.equals(html)) {
        return html;
      }
      html = again;
    }
    return html;
  }

  /** One round of cleaning, whatever the text. */
  static String clean(String untrusted) {
    Document dirty = parse(untrusted);
    dirty.select("h1").tagName("h2");
    Document clean = new Cleaner(ALLOWED).clean(dirty);
    for (Element link : clean.select("a")) {
      if (webAddress(link.attr("href")).isEmpty()) {
        link.unwrap();
      }
    }
    clean
        .outputSettings()
        .syntax(Document.OutputSettings.Syntax.xml)
        .escapeMode(Entities.EscapeMode.xhtml)
        .charset(java.nio.charset.StandardCharsets.UTF_8)
        .prettyPrint(false);
    return clean.body().html().strip();
  }

  /** The text of an HTML fragment in one line, without any tag. No HTML: escape it when shown. */
  public static String plain(String untrusted) {
    return String.join(" ", lines(untrusted));
  }

  /** As {@link #plain}, but one text for each paragraph, list entry or line; none is blank. */
  public static List<String> lines(String untrusted) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    parse(untrusted)
        .body()
        .traverse(
            new NodeVisitor() {
              @Override
              public void head(Node node, int depth) {
                if (node instanceof TextNode text) {
                  line.append(text.getWholeText());
                } else if (BLOCKS.contains(node.nodeName())) {
                  endLine(line, lines);
                }
              }

              @Override
              public void tail(Node node, int depth) {
                if (BLOCKS.contains(node.nodeName())) {
                  endLine(line, lines);
                }
              }
            });
    endLine(line, lines);
    return List.copyOf(lines);
  }

  private static void endLine(StringBuilder line, List<String> lines) {
    String text = oneLine(line.toString());
    if (!text.isEmpty()) {
      lines.add(text);
    }
    line.setLength(0);
  }

  private static String oneLine(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean blank = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean space = Character.isWhitespace(c) || Character.isSpaceChar(c);
      if (!space && !Character.isISOControl(c)) {
        out.append(c);
      } else if (!blank) {
        out.append(' ');
      }
      blank = space || Character.isISOControl(c);
    }
    return out.toString().strip();
  }

  private static Document parse(String untrusted) {
    Document document = Jsoup.parseBodyFragment(untrusted);
    document.select("script, style, noscript, template, iframe, object, svg, math, title").remove();
    return document;
  }

  /**
   * An address that may be shown as a link: http or https, absolute, without a user part (which
   * would hide where the link leads).
   */
  public static Optional<URI> webAddress(String text) {
    String stripped = text.strip();
    if (stripped.length() > MAX_URL) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(stripped);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      String authority = uri.getRawAuthority();
      boolean web = scheme.equals("http") || scheme.equals("https");
      return web && authority != null && authority.indexOf('@') < 0
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
