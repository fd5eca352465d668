package de.landbruecke.server.pages;

import de.landbruecke.source.CatalogTexts;
import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * HTML that a template shows as it is. Only the methods here make one, from texts that need not be
 * trusted: the catalogs were cleaned when they were read, but another engine may answer, too.
 */
final class CatalogHtml implements Content {

  /** Longer texts are cut before they are read. */
  private static final int LONGEST = 200_000;

  private static final int DEEPEST_HEADING = 6;

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
    Document document = Jsoup.parseBodyFragment(CatalogTexts.html(start));
    Element body = document.body();
    cleanTexts(body);
    body.select("a").forEach(CatalogHtml::mendLink);
    body.select("h2, h3, h4, h5, h6").stream()
        .filter(title -> title.text().isBlank())
        .forEach(Node::remove);
    nest(body.select("h2, h3, h4, h5, h6"), heading);
    wrapLines(body);
    return body.text().isBlank() ? null : new CatalogHtml(serialize(document));
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

  private static void mendLink(Element link) {
    WebLink address = WebLink.of(link.attr("href"));
    if (address == null || link.text().isBlank()) {
      link.unwrap();
      return;
    }
    link.attr("href", address.href()).attr("rel", "noopener");
    if (!link.text().contains(address.host())) {
      link.after(new TextNode(" (" + address.host() + ")"));
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
