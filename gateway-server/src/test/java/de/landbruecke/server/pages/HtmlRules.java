package de.landbruecke.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.ParseError;
import org.jsoup.parser.Parser;
import tools.jackson.databind.json.JsonMapper;

/** What holds for the HTML of every page, whatever the catalogs and the address say. */
public final class HtmlRules {

  private static final Set<String> ELEMENTS =
      Set.of(
          "#root",
          "html",
          "head",
          "meta",
          "title",
          "link",
          "script",
          "body",
          "a",
          "aside",
          "header",
          "nav",
          "main",
          "footer",
          "article",
          "section",
          "div",
          "span",
          "p",
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
          "form",
          "label",
          "input",
          "button",
          "select",
          "option",
          "fieldset",
          "legend",
          "details",
          "summary",
          "table",
          "caption",
          "thead",
          "tbody",
          "tr",
          "th",
          "td",
          "address",
          "mark",
          "strong",
          "b",
          "em",
          "i",
          "sup",
          "sub",
          "br");

  private static final Set<String> ATTRIBUTES =
      Set.of(
          "action",
          "aria-current",
          "aria-describedby",
          "aria-hidden",
          "aria-label",
          "aria-labelledby",
          "as",
          "autocapitalize",
          "autocomplete",
          "charset",
          "checked",
          "class",
          "colspan",
          "content",
          "data-column",
          "crossorigin",
          "data-places",
          "data-suggestions",
          "defer",
          "enterkeyhint",
          "for",
          "href",
          "hreflang",
          "id",
          "lang",
          "maxlength",
          "method",
          "name",
          "rel",
          "role",
          "scope",
          "selected",
          "spellcheck",
          "src",
          "tabindex",
          "title",
          "type",
          "value");

  private static final Pattern TARGETS =
      Pattern.compile("(/(?!/)|#|https?://[a-z0-9.-]+|tel:\\+?[0-9]|mailto:[A-Za-z0-9._+-]+@).*");

  /** What templates print where a value is missing or left unfilled. */
  private static final Pattern LEFTOVERS =
      Pattern.compile("\\bnull\\b|k\\. ?A\\.|Optional\\[|@if|@for|\\$\\{|\\$unsafe");

  private static final Pattern HARMFUL =
      Pattern.compile("[\\p{Cc}&&[^\\n]]|[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private HtmlRules() {}

  /** All rules but that nothing reads like a missing value. */
  public static Document checkUntrusted(String html) {
    Parser parser = Parser.htmlParser().setTrackErrors(20);
    Document page = Jsoup.parse(html, parser);
    assertThat(parser.getErrors()).extracting(ParseError::toString).isEmpty();
    assertThat(HARMFUL.matcher(html).find()).as("control or direction").isFalse();
    assertThat(page.title()).isNotBlank();
    assertThat(page.select("title")).hasSize(1);
    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.select("main")).hasSize(1);
    for (Element each : page.getAllElements()) {
      assertThat(ELEMENTS).contains(each.tagName());
      for (Attribute attribute : each.attributes()) {
        assertThat(ATTRIBUTES).contains(attribute.getKey());
      }
    }
    assertThat(page.select("script")).allSatisfy(HtmlRules::checkScript);
    for (Element link : page.select("[href], [src], [action]")) {
      for (String name : List.of("href", "src", "action")) {
        if (link.hasAttr(name)) {
          assertThat(link.attr(name)).matches(TARGETS);
          assertThat(URI.create(link.attr(name))).isNotNull();
        }
      }
    }
    // The other leads to a portal, by a page of its own.
    assertThat(page.select("form:not(#leave)"))
        .allSatisfy(form -> assertThat(form.attr("action")).startsWith("/"));
    checkReferences(page);
    checkOutline(page);
    return page;
  }

  /** All rules. */
  public static Document check(String html) {
    Document page = checkUntrusted(html);
    assertThat(LEFTOVERS.matcher(page.text()).find()).as(page.text()).isFalse();
    for (Element each : page.select("dt, dd, li, td, th, h1, h2, h3, h4, p, label, legend, a")) {
      assertThat(each.text()).as(each.outerHtml()).isNotBlank();
    }
    return page;
  }

  private static void checkScript(Element script) {
    if (script.hasAttr("src")) {
      assertThat(script.attr("src")).startsWith("/assets/");
      assertThat(script.html()).isEmpty();
    } else {
      assertThat(script.attr("type")).isEqualTo("application/ld+json");
      assertThat(script.data()).doesNotContain("<", ">", "&", "\u2028", "\u2029");
      assertThat(MAPPER.readTree(script.data()).get("@type").asString())
          .isEqualTo("GovernmentService");
    }
  }

  private static void checkReferences(Document page) {
    Set<String> ids = new HashSet<>();
    for (Element each : page.select("[id]")) {
      assertThat(ids.add(each.id())).as("id " + each.id() + " is unique").isTrue();
      assertThat(each.id()).matches("[A-Za-z][A-Za-z0-9_-]*");
    }
    for (Element each : page.select("[for], [aria-labelledby], [aria-describedby]")) {
      for (String name : List.of("for", "aria-labelledby", "aria-describedby")) {
        if (each.hasAttr(name)) {
          assertThat(ids).contains(each.attr(name));
        }
      }
    }
    for (Element input : page.select("input:not([type=hidden]), select")) {
      assertThat(page.select("label[for=" + input.id() + "]")).as(input.outerHtml()).hasSize(1);
    }
    for (Element list : page.select("ul, ol")) {
      assertThat(list.children()).extracting(Element::tagName).containsOnly("li");
    }
  }

  /** No level of headings is left out on the way down. */
  private static void checkOutline(Document page) {
    int before = 0;
    for (Element heading : page.select("main h1, main h2, main h3, main h4, main h5, main h6")) {
      int level = heading.tagName().toLowerCase(Locale.ROOT).charAt(1) - '0';
      assertThat(level).as(heading.outerHtml()).isLessThanOrEqualTo(before + 1);
      before = level;
    }
  }
}
