package de.landbruecke.source.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

final class CatalogTextsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<p>a <b>b</b><br>c</p> | <p>a <b>b</b><br />c</p>",
        "<h1>a</h1> | <h2>a</h2>",
        "<div class=x>a</div> | a",
        "<p onclick=evil()>a</p> | <p>a</p>",
        "<script>evil()</script>a | a",
        "<style>p{}</style>a | a",
        "<a href='https://example.org/?a=1&b=2' target=_blank>x</a> | <a"
            + " href=\"https://example.org/?a=1&amp;b=2\">x</a>",
        "<a href='javascript:evil()'>x</a> | x",
        "<a href=' jAvAsCrIpT:evil()'>x</a> | x",
        "<a href='//example.org'>x</a> | x",
        "<a href='/local'>x</a> | x",
        "<a href='https://amt@boese.example/'>x</a> | x",
        "<img src=x onerror=evil()>a | a",
        "<svg><a href='https://example.org'>x</a></svg>a | a",
        "a < b & c | a &lt; b &amp; c",
        "<ul><li>a<li>b</ul> | <ul><li>a</li><li>b</li></ul>",
        "<table><tr><td>a</td></tr></table> | a",
        "<!-- x -->a | a",
        "<b>offen | <b>offen</b>"
      })
  void html_keepsOnlyWhatIsAllowed(String untrusted, String harmless) {
    assertThat(CatalogTexts.html(untrusted)).isEqualTo(harmless);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<p>a</p><p>b  c</p> | a b c",
        "a&nbsp;&amp;&lt;b&gt; | a &<b>",
        "<ul><li>x</li></ul><script>y</script> | x"
      })
  void plain_isTheTextInOneLine(String untrusted, String text) {
    assertThat(CatalogTexts.plain(untrusted)).isEqualTo(text);
  }

  @Test
  void lines_areParagraphsAndEntries() {
    assertThat(CatalogTexts.lines("Vorab:<ul><li>Ausweis <b>oder</b> Pass</li><li> </li></ul>Ende"))
        .containsExactly("Vorab:", "Ausweis oder Pass", "Ende");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "example.org", "ftp://example.org", "http:", "https://a b", "mailto:a@b.de"})
  void webAddress_other_isNone(String text) {
    assertThat(CatalogTexts.webAddress(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.org", "HTTPS://example.org/a?b=c#d", " https://a.b "})
  void webAddress_ofTheWeb_isKept(String text) {
    assertThat(CatalogTexts.webAddress(text)).isPresent();
  }

  @Test
  void html_deeplyNested_isHandled() {
    assertThat(CatalogTexts.html("<ul><li>".repeat(20_000) + "x")).contains("x");
    assertThat(CatalogTexts.plain("<b>".repeat(50_000) + "x")).isEqualTo("x");
  }

  /**
   * What comes out is well-formed XML of allowed elements, and cleaning it again changes nothing.
   */
  @Test
  void html_random_isWellFormedAndStable() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String[] parts = {
      "<p>",
      "</p>",
      "<script>",
      "</script>",
      "<a href='https://example.org'>",
      "</a>",
      "<b",
      ">",
      "&lt;",
      "&",
      "<",
      "'",
      "\"",
      "text ",
      "<li>",
      "<ul>",
      "</ul>",
      "<svg>",
      "<!--",
      "-->",
      "<style>",
      "<a href=javascript:x>",
      "\u0001",
      "<table>",
      "<td>",
      "<h1>",
      "ü",
      "&nbsp;",
      "\uD800"
    };
    DocumentBuilderFactory xml = DocumentBuilderFactory.newDefaultInstance();
    for (int round = 0; round < 3_000; round++) {
      StringBuilder untrusted = new StringBuilder();
      for (int i = random.nextInt(25); i >= 0; i--) {
        untrusted.append(parts[random.nextInt(parts.length)]);
      }

      String html = CatalogTexts.html(untrusted.toString());

      assertThat(CatalogTexts.html(html)).as("seed %d: %s", seed, untrusted).isEqualTo(html);
      assertThat(html).as("seed %d", seed).doesNotContainIgnoringCase("<script", "javascript:x\"");
      xml.newDocumentBuilder().parse(new InputSource(new StringReader("<x>" + html + "</x>")));
    }
  }
}
