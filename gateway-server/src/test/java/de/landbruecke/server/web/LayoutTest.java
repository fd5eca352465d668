package de.landbruecke.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What configuration and a page's own values change in the layout. */
class LayoutTest {

  private static final String TEMPLATE = "web/interface.jte";

  private static Document render(Map<String, String> properties, Page page) {
    return Jsoup.parse(
        new String(
            WebTesting.pages(properties).render(page, TEMPLATE, ""), StandardCharsets.UTF_8));
  }

  private static Document render(Map<String, String> properties) {
    return render(properties, Page.of("Seite").build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "baden-wuerttemberg", "sachsen"})
  void theme_isAClassOfTheRoot(String theme) {
    assertThat(render(Map.of("landbruecke.web.theme", theme)).select("html").attr("class"))
        .isEqualTo("lb-theme-" + theme);
  }

  @Test
  void officialHeader_switchedOn_saysSo() {
    Document page = render(Map.of("landbruecke.web.official-header", "true"));

    assertThat(page.select(".kern-kopfzeile").text())
        .isEqualTo("Offizielle Website – Bundesrepublik Deutschland");
  }

  @Test
  void demonstration_otherCatalogs_isNotAnnounced() {
    assertThat(render(Map.of("landbruecke.catalogs.shipped", "false")).select(".lb-demonstration"))
        .isEmpty();
  }

  @Test
  void links_configured_areInTheFooter() {
    Document page =
        render(
            Map.of(
                "landbruecke.web.report-url", "https://melden.example/?a=1&b=2",
                "landbruecke.web.easy-language-url", "https://leicht.example",
                "landbruecke.web.sign-language-url", "https://dgs.example"));

    assertThat(page.select("footer a").eachText())
        .containsExactly(
            "115 – die Behördennummer",
            "Fehler melden",
            "Barriere melden",
            "Leichte Sprache",
            "Gebärdensprache",
            "Erklärung zur Barrierefreiheit",
            "Impressum",
            "Datenschutz",
            "Schnittstelle (API)");
    assertThat(page.select("footer a").eachAttr("href"))
        .contains(
            "https://melden.example/?a=1&b=2", "https://leicht.example", "https://dgs.example");
  }

  @Test
  void language_ofThePage_isNotThatOfTheLayoutsOwnWords() {
    Document english = render(Map.of(), Page.of("Page").language("en").build());

    assertThat(english.select("html").attr("lang")).isEqualTo("en");
    assertThat(english.select("body > [lang=de]")).hasSize(english.select("body > *").size() - 1);
    assertThat(english.select("body > main").hasAttr("lang")).isFalse();
    assertThat(render(Map.of()).select("body [lang]")).isEmpty();
  }

  @Test
  void canonical_withABaseAddress_isComplete() {
    Map<String, String> properties = Map.of("landbruecke.web.base-url", "https://a.example");

    Document known = render(properties, Page.of("Seite").canonical("/leistung/1?a=b").build());

    assertThat(known.select("link[rel=canonical]").attr("href"))
        .isEqualTo("https://a.example/leistung/1?a=b");
    assertThat(render(properties).select("link[rel=canonical]")).isEmpty();
    assertThat(render(Map.of(), Page.of("Seite").canonical("/x").build()).select("[rel=canonical]"))
        .isEmpty();
  }

  @Test
  void place_ofThePage_staysInTheLinksOfTheHeader() {
    Page page =
        Page.of("Seite")
            .place(new Page.Location("082120000000", "Karlsruhe"))
            .back("/suche?q=hund+%26+katze")
            .build();

    Document document = render(Map.of(), page);

    assertThat(document.select("header a").eachAttr("href"))
        .containsExactly(
            "/?ort=082120000000",
            "/themen?ort=082120000000",
            "/a-z?ort=082120000000",
            "/ort?ort=082120000000&zurueck=%2Fsuche%3Fq%3Dhund%2B%2526%2Bkatze");
    assertThat(document.select("header").text()).contains("Ort: Karlsruhe ändern");
    assertThat(render(Map.of()).select("header").text()).endsWith("Ort wählen");
  }

  @Test
  void values_withMarkup_areText() {
    String evil = "\"></title><script>alert(1)</script>";
    Page page =
        Page.of(evil)
            .description(evil)
            .bodyClass("a\" onclick=\"x")
            .place(new Page.Location(evil, evil))
            .back(evil)
            .build();

    Document document = render(Map.of("landbruecke.web.name", "<b>Amt</b>"), page);

    assertThat(document.title()).isEqualTo(evil + " – <b>Amt</b>");
    assertThat(document.select("script, b, [onclick]")).isEmpty();
    assertThat(document.select("meta[name=description]").attr("content")).isEqualTo(evil);
  }

  @Test
  void scripts_ofThePage_areDeferredAssets() {
    assertThat(render(Map.of()).select("script")).isEmpty();
    assertThat(Page.of("Seite").script("a.js").script("b.js").build().scripts())
        .isEqualTo(List.of("a.js", "b.js"));
  }
}
