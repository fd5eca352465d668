package de.landbruecke.server.pages;

import de.landbruecke.server.shared.WebLink;
import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.safety.Safelist;
import org.jspecify.annotations.Nullable;

/**
 * HTML that a template shows as it is. Only the methods here make one, from texts that need not be
 * trusted: the catalogs were cleaned when they were read, but another engine may answer, too.
 */
final class CatalogHtml implements Content {

  /** Longer texts are cut before they are read. */
  private static final int LONGEST = 100_000;

  /** Elements inside each other; people nest less, and reading more takes long. */
  private static final int DEEPEST = 50;

  /** Elements that may be left open without nesting. */
  private static final Set<String> OPEN_ENDED = Set.of("br", "li", "p");

  private static final int DEEPEST_HEADING = 6;

  private static final Safelist ALLOWED =
      new Safelist()
          .addTags(
              "p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "em", "i", "sup", "sub",
              "ul", "ol", "li", "a")
          .addAttributes("a", "href")
          .addProtocols("a", "href", "http", "https", "mailto", "tel");

  private static final String TITLES = "h1, h2, h3, h4, h5, h6";

  private final String html;

  private CatalogHtml(String html) {
    this.html = html;
  }

  /**
   * A long text of a catalog. Its headings are those below the one that it stands under, so that
   * the page keeps its outline, and its links say which website they lead to.
   *
   * @param heading the level of the heading that it stands under
   * @return null where nothing is left to show
   */
  static @Nullable CatalogHtml text(String untrusted, int heading) {
    String start = untrusted.length() > LONGEST ? untrusted.substring(0, LONGEST) : untrusted;
    if (isTooDeep(start)) {
      String line = Text.line(Parser.unescapeEntities(withoutTags(start), false), LONGEST);
      return line.isEmpty() ? null : new CatalogHtml("<p>" + Entities.escape(line) + "</p>");
    }
    Document document = Jsoup.parseBodyFragment(clean(start));
    Element body = document.body();
    cleanTexts(body);
    body.select("a").forEach(CatalogHtml::mendLink);
    body.select(TITLES).stream().filter(title -> title.text().isBlank()).forEach(Node::remove);
    nest(body.select(TITLES), heading);
    wrapLines(body);
    return body.text().isBlank() ? null : new CatalogHtml(serialize(document));
  }

  private static boolean isTooDeep(String html) {
    int depth = 0;
    for (int at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
      boolean closes = html.startsWith("/", at + 1);
      int name = closes ? at + 2 : at + 1;
      int end = name;
      while (end < html.length() && Character.isLetterOrDigit(html.charAt(end))) {
        end++;
      }
      if (end > name && !OPEN_ENDED.contains(html.substring(name, end).toLowerCase(Locale.ROOT))) {
        depth = closes ? Math.max(0, depth - 1) : depth + 1;
        if (depth > DEEPEST) {
          return true;
        }
      }
    }
    return false;
  }

  private static String withoutTags(String html) {
    StringBuilder text = new StringBuilder();
    int from = 0;
    while (from < html.length()) {
      int open = html.indexOf('<', from);
      int close = open < 0 ? -1 : html.indexOf('>', open);
      text.append(html, from, open < 0 ? html.length() : open).append(' ');
      from = open < 0 || close < 0 ? html.length() : close + 1;
    }
    return text.toString();
  }

  /**
   * A line of a catalog in which words are marked.
   *
   * @param marked HTML with every character escaped and {@code <mark>} around words
   * @param longest how many characters are shown at most
   */
  static CatalogHtml marked(String marked, int longest) {
    int read = 20 * longest;
    Element body =
        Jsoup.parseBodyFragment(marked.length() > read ? marked.substring(0, read) : marked).body();
    StringBuilder plain = new StringBuilder();
    List<Piece> pieces = new ArrayList<>();
    for (Node node : body.childNodes()) {
      String text =
          switch (node) {
            case TextNode line -> line.getWholeText();
            case Element element -> element.wholeText();
            default -> "";
          };
      String clean = Text.clean(text).replaceAll("\\s+", " ");
      plain.append(clean);
      pieces.add(new Piece(clean, node.nodeName().equals("mark")));
    }
    boolean whole = plain.length() <= longest;
    int left = whole ? plain.length() : Text.cut(plain.toString(), longest).length() - 1;
    StringBuilder html = new StringBuilder();
    for (Piece piece : pieces) {
      String shown = piece.text().substring(0, Math.min(left, piece.text().length()));
      left -= shown.length();
      if (!shown.isEmpty()) {
        String escaped = Entities.escape(shown);
        html.append(piece.mark() ? "<mark>" + escaped + "</mark>" : escaped);
      }
    }
    return new CatalogHtml(html + (whole ? "" : "…"));
  }

  private record Piece(String text, boolean mark) {}

  private static void cleanTexts(Element body) {
    body.forEachNode(node -> {
      if (node instanceof TextNode text) {
        text.text(Text.clean(text.getWholeText()));
      }
    });
  }

  /** Twice: where tags went, what is left may nest as HTML does not allow. */
  private static String clean(String untrusted) {
    Document.OutputSettings asItIs = new Document.OutputSettings().prettyPrint(false);
    return Jsoup.clean(Jsoup.clean(untrusted, "", ALLOWED, asItIs), "", ALLOWED, asItIs);
  }

  private static void mendLink(Element link) {
    String target = link.attr("href");
    WebLink address = WebLink.of(target);
    String contact =
        target.startsWith("tel:")
            ? OfficeView.phoneHref(target.substring("tel:".length()))
            : target.startsWith("mailto:")
                ? OfficeView.emailHref(target.substring("mailto:".length()))
                : null;
    if (link.text().isBlank() || (address == null && contact == null)) {
      link.unwrap();
    } else if (address == null) {
      link.attr("href", String.valueOf(contact));
    } else {
      link.attr("href", address.href()).attr("rel", "noopener");
      if (!link.text().contains(address.host())) {
        link.after(new TextNode(" (" + address.host() + ")"));
      }
    }
  }

  /** Gives headings the levels below {@code heading}, none of them left out on the way down. */
  private static void nest(List<Element> titles, int heading) {
    List<String> levels =
        List.copyOf(new TreeSet<>(titles.stream().map(Element::tagName).toList()));
    int before = heading;
    for (Element title : titles) {
      int level = heading + 1 + levels.indexOf(title.tagName());
      before = Math.min(DEEPEST_HEADING, Math.min(level, before + 1));
      title.tagName("h" + before);
    }
  }

  /** Puts what stands outside of any block into paragraphs. */
  private static void wrapLines(Element body) {
    List<Node> line = new ArrayList<>();
    for (Node node : List.copyOf(body.childNodes())) {
      if (node instanceof Element element && element.isBlock()) {
        wrap(line);
        line.clear();
      } else {
        line.add(node);
      }
    }
    wrap(line);
  }

  private static void wrap(List<Node> line) {
    boolean blank =
        line.stream()
            .allMatch(node ->
                node instanceof TextNode text
                    ? text.isBlank()
                    : node instanceof Element element && element.text().isBlank());
    if (line.isEmpty() || blank) {
      return;
    }
    Element paragraph = new Element("p");
    line.getFirst().before(paragraph);
    line.forEach(paragraph::appendChild);
  }

  private static String serialize(Document document) {
    document
        .outputSettings()
        .charset(StandardCharsets.UTF_8)
        .escapeMode(Entities.EscapeMode.base)
        .prettyPrint(false);
    return document.body().html();
  }

  @Override
  public void writeTo(TemplateOutput output) {
    output.writeContent(html);
  }

  @Override
  public String toString() {
    return html;
  }
}
