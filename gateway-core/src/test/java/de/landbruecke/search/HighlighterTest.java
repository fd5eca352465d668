package de.landbruecke.search;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.analysis.Lexicon;
import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Token;
import de.landbruecke.index.internal.IndexFields;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HighlighterTest {

  private static final TextAnalyzer ANALYZER = new TextAnalyzer(Lexicon.general());

  private static String mark(String text, String... stems) {
    return Highlighter.mark(text, ANALYZER.analyze(text), false, Set.of(stems));
  }

  @Test
  void mark_formsOfTheWord_areMarked() {
    assertThat(mark("Hunde, Hund und Katze", "hund"))
        .isEqualTo("<mark>Hunde</mark>, <mark>Hund</mark> und Katze");
  }

  @Test
  void mark_compoundWithThePart_isMarkedWhole() {
    assertThat(mark("Die Hundesteuer", IndexFields.PART + "steu"))
        .isEqualTo("Die <mark>Hundesteuer</mark>");
    assertThat(mark("Die Hundesteuer", "steu")).isEqualTo("Die <mark>Hundesteuer</mark>");
    assertThat(mark("Die Hundesteuer", "hund+steu")).isEqualTo("Die <mark>Hundesteuer</mark>");
  }

  @Test
  void mark_markup_isEscaped() {
    assertThat(mark("<b>&\"'Hund</b>", "hund"))
        .isEqualTo("&lt;b&gt;&amp;&quot;&#39;<mark>Hund</mark>&lt;/b&gt;");
    assertThat(mark("", "hund")).isEmpty();
  }

  @Test
  void mark_englishText_goesByEnglishRules() {
    String text = "Two passports";
    List<Token> tokens = ANALYZER.analyzeEnglish(text);

    assertThat(Highlighter.mark(text, tokens, true, Set.of(IndexFields.ENGLISH + "passport")))
        .isEqualTo("Two <mark>passports</mark>");
    assertThat(Highlighter.mark(text, tokens, true, Set.of("passport"))).isEqualTo(text);
  }

  @Test
  void mark_randomText_changesNothingButMarkup() {
    long seed = System.nanoTime();
    System.out.println("mark_randomText seed " + seed);
    Random random = new Random(seed);
    String letters = "Hunde steuer<>&\"'§ä🐕-\u0301";
    for (int i = 0; i < 1_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }

      String html = mark(text.toString(), "hund", "steu");

      String back =
          html.replaceAll("</?mark>", "")
              .replace("&lt;", "<")
              .replace("&gt;", ">")
              .replace("&quot;", "\"")
              .replace("&#39;", "'")
              .replace("&amp;", "&");
      assertThat(back).as("seed %d", seed).isEqualTo(text.toString());
      assertThat(html.replaceAll("</?mark>", "")).as("seed %d", seed).doesNotContain("<", ">");
    }
  }
}
