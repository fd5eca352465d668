package de.landbruecke.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the server sends, as it stands: valid by the Nu Html Checker of the W3C, and by rules that
 * make pages usable. Needs no browser.
 */
@ExtendWith(MarkupIT.Pages.class)
class MarkupIT {

  private static final Path FOLDER = Path.of("target", "pages");
  private static final Path BROKEN = Path.of("target", "broken.html");
  private static final Path CHECKER = Path.of("target", "html-checker");
  private static final int PATIENCE_SECONDS = 180;

  private static final Map<SamplePage, Document> PAGES = new EnumMap<>(SamplePage.class);

  /** Asks for all pages once. */
  static final class Pages implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
      ShippedServer server = ShippedServer.of(context);
      Files.createDirectories(FOLDER);
      for (SamplePage page : SamplePage.values()) {
        var answer = server.get(page.path());
        assertThat(answer.statusCode()).as(page.path()).isEqualTo(page.status());
        Files.writeString(FOLDER.resolve(page.slug() + ".html"), answer.body());
        PAGES.put(page, Jsoup.parse(answer.body(), server.address(page.path())));
      }
    }
  }

  private static Document of(SamplePage page) {
    return Objects.requireNonNull(PAGES.get(page));
  }

  @Test
  void pages_all_areValidHtml() throws Exception {
    assertThat(CHECKER).as("the checker, which Maven puts there").isDirectory();
    // It has to find this one, else nobody could tell that it checks at all.
    Files.writeString(BROKEN, "<!DOCTYPE html><html lang=de><title>x</title><p id=a><p id=a>");
    Process checker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                CHECKER + "/*",
                "nu.validator.client.SimpleCommandLineValidator",
                "--format",
                "gnu",
                "--stdout",
                "--skip-non-html",
                FOLDER.toString(),
                BROKEN.toString())
            .redirectErrorStream(true)
            .start();
    String messages;
    try (var output = checker.getInputStream()) {
      messages = new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }

    assertThat(checker.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(messages.lines())
        .isNotEmpty()
        .allMatch(line -> line.contains("broken.html"))
        .anyMatch(line -> line.contains("Duplicate ID"));
  }

  @ParameterizedTest
  @EnumSource
  void page_each_hasOneHeadingLandmarksAndALanguage(SamplePage page) {
    Document document = of(page);

    assertThat(Objects.requireNonNull(document.selectFirst("html")).attr("lang")).isEqualTo("de");
    assertThat(document.select("h1")).hasSize(1);
    assertThat(document.select("main")).hasSize(1);
    assertThat(document.select("body > header")).hasSize(1);
    assertThat(document.select("body > footer")).hasSize(1);
    assertThat(document.select("nav:not([aria-label]):not([aria-labelledby])")).isEmpty();
    assertThat(document.title()).matches(".+ – Landbrücke");
    int before = 0;
    for (Element heading : document.select("h1, h2, h3, h4, h5, h6")) {
      int level = heading.tagName().charAt(1) - '0';
      assertThat(level).as(heading.outerHtml()).isLessThanOrEqualTo(before + 1);
      before = level;
    }
  }

  @Test
  void pages_all_haveTitlesOfTheirOwn() {
    Set<String> titles = new HashSet<>();
    for (SamplePage page : SamplePage.values()) {
      if (page.status() == 200 && !page.path().contains("ort=")) {
        assertThat(titles.add(of(page).title())).as("%s: %s", page, of(page).title()).isTrue();
      }
    }
    assertThat(of(SamplePage.RESULTS).title()).contains("ausweis").containsPattern("\\d");
    assertThat(of(SamplePage.SECOND_PAGE).title()).contains("Seite 2");
  }

  @ParameterizedTest
  @EnumSource
  void page_each_hasHelpAndTheLegalLinksAtTheSamePlace(SamplePage page) {
    Document document = of(page);

    assertThat(document.select("body > footer a").eachText())
        .isEqualTo(of(SamplePage.START).select("body > footer a").eachText())
        .contains("Barriere melden", "Fehler melden", "Impressum", "Datenschutz")
        .anyMatch(text -> text.startsWith("115"))
        .anyMatch(text -> text.contains("Barrierefreiheit"));
    assertThat(document.select("body > aside").text()).contains("Vorführdaten");
  }

  @ParameterizedTest
  @EnumSource
  void page_each_namesItsFieldsAndWhatBelongsTogether(SamplePage page) {
    Document document = of(page);

    for (Element field : document.select("input:not([type=hidden]), select, textarea")) {
      assertThat(document.select("label[for=" + field.id() + "]"))
          .as(field.outerHtml())
          .hasSize(1)
          .allSatisfy(label -> assertThat(label.text()).isNotBlank());
    }
    for (String attribute :
        List.of("aria-labelledby", "aria-describedby", "aria-controls", "for", "list")) {
      for (Element element : document.select("[" + attribute + "]")) {
        for (String id : element.attr(attribute).split(" ", -1)) {
          assertThat(document.getElementById(id)).as("%s of %s", id, element).isNotNull();
        }
      }
    }
    for (Element link : document.select("a[href^=#]")) {
      assertThat(document.getElementById(link.attr("href").substring(1)))
          .as(link.outerHtml())
          .isNotNull();
    }
    assertThat(document.select("form:not([method=get])"))
        .as("forms that no link can say")
        .isEmpty();
    assertThat(document.select("form:not(:has(button[type=submit]))")).isEmpty();
    assertThat(document.select("fieldset:not(:has(> legend))")).isEmpty();
    for (Element box : document.select("input[type=checkbox], input[type=radio]")) {
      assertThat(box.closest("fieldset")).as(box.outerHtml()).isNotNull();
    }
    assertThat(document.select("table:not(:has(caption))")).isEmpty();
    assertThat(document.select("th:not([scope])")).isEmpty();
    assertThat(document.select("[tabindex]:not([tabindex=0]):not([tabindex=-1])")).isEmpty();
    assertThat(document.select(".kern-icon:not([aria-hidden=true]):not([aria-label])")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void page_each_sendsNothingInlineAndAsksNobodyElse(SamplePage page) {
    Document document = of(page);

    assertThat(document.select("style, [style], iframe, object, embed, base")).isEmpty();
    assertThat(document.select("script:not([src]):not([type=application/ld+json])")).isEmpty();
    for (Element element : document.getAllElements()) {
      element
          .attributes()
          .forEach(attribute -> assertThat(attribute.getKey()).doesNotStartWithIgnoringCase("on"));
    }
    assertThat(document.select("[src], link[rel=stylesheet], link[rel=icon]"))
        .allSatisfy(element ->
            assertThat(element.attr(element.hasAttr("src") ? "src" : "href"))
                .matches("/assets/[a-z-]+-[0-9a-f]{12}\\.[a-z0-9]+|/favicon\\.ico"));
  }

  /** One knows where a link leads before one follows it, and comes back by the back button. */
  @ParameterizedTest
  @EnumSource
  void link_toAnotherSite_saysSoAndStaysInTheTab(SamplePage page) {
    Document document = of(page);

    assertThat(document.select("[target]")).isEmpty();
    for (Element link : document.select("main a[href^=http]")) {
      String host = URI.create(link.attr("href")).getHost().replaceFirst("^www\\.", "");
      Element around = Objects.requireNonNull(link.parent());
      if (!link.attr("href").equals(ShippedServer.REPORT)) {
        assertThat(around.text()).as(link.outerHtml()).contains(host);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESULTS", "RESULTS_AT_PLACE", "FILTERED", "SECOND_PAGE", "NO_HITS"})
  void results_always_areAListWithACountAndFiltersToApply(SamplePage page) {
    Document document = of(page);

    assertThat(document.select("form[role=search]")).hasSize(1);
    assertThat(document.select("[role=status]")).hasSize(1);
    assertThat(document.select("ol.lb-hits > li h2 a, ol.lb-hits > li h3 a"))
        .hasSameSizeAs(document.select(".lb-hit"));
    if (page == SamplePage.NO_HITS) {
      assertThat(document.select(".lb-hit")).isEmpty();
    } else {
      assertThat(document.select(".lb-hit")).isNotEmpty();
      assertThat(document.select("form fieldset legend")).isNotEmpty();
    }
    assertThat(document.select("a.lb-chip"))
        .hasSize(page == SamplePage.FILTERED ? 2 : 0)
        .allSatisfy(chip -> assertThat(chip.text()).contains("Filter entfernen"));
  }

  /** Colour alone says nothing: each badge has words. */
  @ParameterizedTest
  @EnumSource
  void badge_each_hasWords(SamplePage page) {
    assertThat(of(page).select(".kern-badge"))
        .allSatisfy(badge -> assertThat(badge.text()).isNotBlank());
  }

  @ParameterizedTest
  @EnumSource
  void text_missing_isLeftOut(SamplePage page) {
    assertThat(of(page).text()).doesNotContain("null", "k. A.", "undefined", "Optional[");
  }

  @Test
  void english_onAGermanPage_isMarked() {
    Document document = of(SamplePage.SERVICE_IN_ENGLISH);

    assertThat(Objects.requireNonNull(document.selectFirst("h1")).attr("lang")).isEqualTo("en");
    assertThat(document.select("main [lang=en]")).hasSizeGreaterThan(3);
    assertThat(document.select(".lb-languages__list a[lang=en][hreflang=en]")).hasSize(1);
  }
}
