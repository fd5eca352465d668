package de.landbruecke.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogHtmlTest {

  private static @Nullable String text(String untrusted) {
    CatalogHtml html = CatalogHtml.text(untrusted, 3);
    return html == null ? null : html.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Nur Text & mehr                  | <p>Nur Text &amp; mehr</p>
          <p>Ein Absatz</p>                | <p>Ein Absatz</p>
          Vorn <ul><li>a</li></ul> hinten  | <p>Vorn </p><ul><li>a</li></ul><p> hinten</p>
          <b>fett</b> und <i>schräg</i>    | <p><b>fett</b> und <i>schräg</i></p>
          <p onclick="x()">a</p>           | <p>a</p>
          <script>alert(1)</script><p>a</p>| <p>a</p>
          <h1>T</h1><p>a</p>               | <h4>T</h4><p>a</p>
          <h2>A</h2><h3>B</h3><h2>C</h2>   | <h4>A</h4><h5>B</h5><h4>C</h4>
          <h4>A</h4><h6>B</h6>             | <h4>A</h4><h5>B</h5>
          <h6>A</h6><h2>B</h2>             | <h4>A</h4><h4>B</h4>
          <h2>A</h2><h3>B</h3><h4>C</h4><h5>D</h5>|<h4>A</h4><h5>B</h5><h6>C</h6><h6>D</h6>
          <h2> </h2><p>a</p>               | <p>a</p>
          """)
  void text_html_isCleanAndNestsUnderItsHeading(String untrusted, String expected) {
    assertThat(text(untrusted)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <a href="https://example.org/a">Formular</a> | <p><a href="https://example.org/a" rel="noopener">Formular</a> (example.org)</p>
          <a href="https://example.org/">example.org</a> | <p><a href="https://example.org/" rel="noopener">example.org</a></p>
          <a href="javascript:alert(1)">x</a> | <p>x</p>
          <a href="https://u@example.org">x</a> | <p>x</p>
          <a href="/suche">x</a> | <p>x</p>
          <a href="mailto:amt@example.org">Mail</a> | <p><a href="mailto:amt@example.org">Mail</a></p>
          <a href="mailto:a@example.org?bcc=b@example.org">Mail</a> | <p>Mail</p>
          <a href="tel:+49 341 1230">Telefon</a> | <p><a href="tel:+493411230">Telefon</a></p>
          <a href="tel:*21%23">Telefon</a> | <p>Telefon</p>
          <a href="https://a.example"><b> </b></a>x | <p><b> </b>x</p>
          """)
  void text_links_tellWhereTheyLead(String untrusted, String expected) {
    assertThat(text(untrusted)).isEqualTo(expected);
  }

  @Test
  void text_nothingToShow_isNone() {
    assertThat(text("")).isNull();
    assertThat(text("<p> </p><script>x</script>")).isNull();
  }

  @Test
  void text_signsOfDirection_vanishEvenAsEntities() {
    assertThat(text("a\u202eb&#8238;c&#x2066;d")).isEqualTo("<p>abcd</p>");
  }

  @Test
  void text_tooLong_isCutAndWellFormed() {
    String html = text("<p><b>" + "wort ".repeat(300_000) + "</b></p>");

    assertThat(html).hasSizeLessThan(110_000).startsWith("<p><b>wort").endsWith("</b></p>");
  }

  @ParameterizedTest
  @CsvSource({"50, true", "51, false"})
  void text_nestedDeeperThanPeopleDo_isShownWithoutMarkup(int depth, boolean markup) {
    String html = text("<b>".repeat(depth) + "tief &amp; <br>" + "</b>".repeat(depth));

    assertThat(html).contains("tief &amp;").doesNotContain("amp;amp;");
    assertThat(String.valueOf(html).contains("<b>")).isEqualTo(markup);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <mark>Hund</mark> anmelden | 50 | <mark>Hund</mark> anmelden
          a &lt;b&gt; &amp; &quot;c&quot; | 50 | a &lt;b&gt; &amp; &quot;c&quot;
          eins <mark>zwei</mark> drei vier | 12 | eins <mark>zwei</mark>…
          eins <mark>zweihundert</mark> | 12 | eins <mark>zweihu</mark>…
          <b>kein</b> <img src=x onerror=x> Tag | 50 | kein  Tag
          <script>x()</script>Rest | 50 | Rest
          """)
  void marked_line_keepsMarksOnly(String marked, int longest, String expected) {
    assertThat(CatalogHtml.marked(marked, longest)).hasToString(expected);
  }

  @Test
  void marked_signsOfDirection_vanish() {
    assertThat(CatalogHtml.marked("a\u202e<mark>b&#8237;</mark>", 50))
        .hasToString("a<mark>b</mark>");
  }
}
