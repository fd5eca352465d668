package de.landbruecke.source.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainMarkupTest {

  private static final String[] PIECES = {
    "<p>",
    "</p>",
    "<h2>",
    "</h2>",
    "<h6>",
    "</h6>",
    "<ul>",
    "</ul>",
    "<ol>",
    "</ol>",
    "<li>",
    "</li>",
    "<strong>",
    "</strong>",
    "<b>",
    "</b>",
    "<sup>",
    "</sup>",
    "<em>",
    "</em>",
    "Straße",
    " ",
    "\n",
    "a",
    "„Zitat“ – 5 €",
    "'",
    "\"",
    "\u00ad",
    "\u2028",
    "\u0130",
    "<p>a</p>",
    "<ul><li>a</li></ul>",
    "<ol><li>b <i>c</i></li><li>d</li></ol>",
    "<p>x <b>y</b> z</p>"
  };

  private static final String[] STRANGE = {
    "<",
    ">",
    "&",
    "&amp;",
    "\u00a0",
    "\t",
    "\r",
    "\u0000",
    "\ud83d\ude00",
    "\ud800",
    "<br>",
    "<br />",
    "<a href=\"https://example.org/\">",
    "</a>",
    "<script>",
    "<P>",
    "<p >",
    "<h1>",
    "<table>",
    "<!--",
    "-->",
    "\ufffd",
    "\uffff",
    "\u007f"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nur Text",
        "<p>Text</p>",
        "<p>Ein <strong>Wort</strong> mehr.</p>\n<ul><li>a</li><li>b</li></ul>",
        "<h2>Titel</h2><p>Text</p>"
      })
  void is_plainMarkup_isTaken(String html) {
    assertThat(PlainMarkup.is(html)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " a",
        "<p>a",
        "<p></p>",
        "<p><p>a</p></p>",
        "<ul>a</ul>",
        "<p onclick=\"x\">a</p>",
        "<a href=\"https://example.org/\">a</a>",
        "a &amp; b",
        "<script>a</script>"
      })
  void is_anythingElse_isLeftToTheParser(String html) {
    assertThat(PlainMarkup.is(html)).isFalse();
  }

  @Test
  void is_randomMarkup_isTakenOnlyWhereTheParserChangesNothing() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int taken = 0;
    for (int i = 0; i < 60_000; i++) {
      StringBuilder html = new StringBuilder();
      int pieces = 1 + random.nextInt(7);
      for (int j = 0; j < pieces; j++) {
        String[] from = random.nextInt(40) == 0 ? STRANGE : PIECES;
        html.append(from[random.nextInt(from.length)]);
      }
      if (PlainMarkup.is(html.toString())) {
        taken++;
        assertThat(CatalogTexts.clean(html.toString()))
            .as("seed %d", seed)
            .isEqualTo(html.toString());
      }
    }
    assertThat(taken).as("seed %d", seed).isGreaterThan(1_000);
  }
}
