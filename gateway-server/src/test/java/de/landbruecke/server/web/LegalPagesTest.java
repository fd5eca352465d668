package de.landbruecke.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.landbruecke.server.shared.InvalidConfigurationException;
import de.landbruecke.server.shared.StatisticsProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.http.ResponseEntity;

/** Shipped legal texts, those of an operator, and what these may hold. */
class LegalPagesTest {

  @TempDir private Path directory = Path.of("");

  private LegalPageController controller(Map<String, String> properties) {
    return new LegalPageController(
        WebTesting.pages(properties),
        OperatorTexts.read(directory),
        new Binder(new MapConfigurationPropertySource(properties))
            .bindOrCreate("landbruecke.statistics", StatisticsProperties.class));
  }

  private static Document main(ResponseEntity<byte[]> response) {
    return Jsoup.parse(
        Jsoup.parse(new String(Objects.requireNonNull(response.getBody()), StandardCharsets.UTF_8))
            .select("main")
            .outerHtml());
  }

  private void write(String file, String html) throws IOException {
    Files.writeString(directory.resolve(file), html, StandardCharsets.UTF_8);
  }

  @Test
  void texts_shipped_sayThatTheyAreOfADemonstration() {
    LegalPageController controller = controller(Map.of());

    assertThat(main(controller.imprint()).text()).contains("Text einer Vorführung");
    assertThat(main(controller.privacy()).text()).contains("Text einer Vorführung", "Cookies");
    assertThat(main(controller.accessibility()).text())
        .contains(
            "Text einer Vorführung",
            "teilweise vereinbar",
            "Selbstbewertung",
            "noch keine Stelle benannt",
            "Leichter Sprache");
  }

  @Test
  void privacy_statistics_areToldWithTheirLimitsWhileTheyAreKept() {
    assertThat(main(controller(Map.of()).privacy()).text())
        .contains("aus mindestens 10 verschiedenen Netzen", "Nach 400 Tagen");
    assertThat(main(controller(Map.of("landbruecke.statistics.enabled", "false")).privacy()).text())
        .doesNotContain("gezählt wird", "verschiedenen Netzen");
  }

  @Test
  void statement_namesTheBodiesOfTheConfiguredStates() {
    String both = main(controller(Map.of()).accessibility()).text();
    String saxony =
        main(controller(Map.of("landbruecke.web.states", "sachsen")).accessibility()).text();

    assertThat(both).contains("Landeszentrum Barrierefreiheit", "dzb lesen");
    assertThat(saxony).contains("dzb lesen").doesNotContain("Landeszentrum Barrierefreiheit");
  }

  @Test
  void statement_configured_namesContactAndLeavesOutWhatIsThere() {
    Document statement =
        main(
            controller(
                    Map.of(
                        "landbruecke.web.contact", "mailto:hilfe@a.example",
                        "landbruecke.web.easy-language-url", "https://leicht.example",
                        "landbruecke.web.sign-language-url", "https://dgs.example"))
                .accessibility());

    assertThat(statement.select("#melden ~ p a").attr("href")).isEqualTo("mailto:hilfe@a.example");
    assertThat(statement.text())
        .contains("hilfe@a.example")
        .doesNotContain("keine Stelle benannt", "Leichter Sprache", "mailto");
  }

  @Test
  void text_ofTheOperator_replacesTheShippedOne() throws IOException {
    write("impressum.html", "<h2>Stadt Ä</h2>\n<p><a href=\"/datenschutz\">Daten</a></p>");
    write("barrierefreiheit.html", "<p lang=\"en\">Statement</p>");
    LegalPageController controller = controller(Map.of());

    Document imprint = main(controller.imprint());
    assertThat(imprint.select("h2").eachText())
        .containsExactly("Stadt Ä", "Software, Gestaltung und Schrift");
    assertThat(imprint.select("a").eachAttr("href")).contains("/datenschutz");
    assertThat(imprint.text()).doesNotContain("Vorführung");
    Document statement = main(controller.accessibility());
    assertThat(statement.text()).contains("Statement").doesNotContain("teilweise vereinbar");
    assertThat(statement.select("#melden")).hasSize(1);
    assertThat(main(controller.privacy()).text()).contains("Text einer Vorführung");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p>a <strong>b</strong> <a href=\"https://a.example\">c</a></p>",
        "<a href=\"mailto:a@b.example\">a</a> <a href=\"tel:115\">b</a> <a href=\"#c\">c</a>",
        "<dl><dt>a</dt><dd>b</dd></dl><ul><li>c</li></ul><ol start=\"2\"><li>d</li></ol>",
        "<table><caption>a</caption><tr><th scope=\"row\">b</th><td>c</td></tr></table>",
        "<address>Straße 1<br>01067 Dresden</address>",
        ""
      })
  void text_ofAllowedMarkup_isTaken(String html) throws IOException {
    write("datenschutz.html", html);

    assertThat(OperatorTexts.read(directory).html(OperatorTexts.Kind.DATENSCHUTZ)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<p onclick=\"alert(1)\">a</p>",
        "<a href=\"javascript:alert(1)\">a</a>",
        "<a href=\"data:text/html,x\">a</a>",
        "<p style=\"color: red\">a</p>",
        "<style>p { color: red }</style>",
        "<h1>a</h1>",
        "<p id=\"inhalt\">a</p>",
        "<img src=\"https://a.example/x.png\" alt=\"\">",
        "<iframe src=\"https://a.example\"></iframe>",
        "<form action=\"https://a.example\"><input></form>",
        "<svg onload=\"alert(1)\"></svg>",
        "<base href=\"https://a.example\">",
        "<meta http-equiv=\"refresh\" content=\"0\">"
      })
  void text_ofOtherMarkup_stopsTheStart(String html) throws IOException {
    write("datenschutz.html", "<p>gut</p>" + html);

    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> OperatorTexts.read(directory))
        .withMessageContaining("landbruecke.web.texts: ")
        .withMessageContaining("datenschutz.html holds <");
  }

  @Test
  void texts_several_areAllTold() throws IOException {
    write("impressum.html", "<h1>a</h1>");
    Files.write(directory.resolve("datenschutz.html"), new byte[] {(byte) 0xff, (byte) 0xfe});

    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> OperatorTexts.read(directory))
        .withMessageContaining("impressum.html holds <h1>")
        .withMessageContaining("datenschutz.html cannot be read as UTF-8");
  }
}
