package de.landbruecke.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.StringReader;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextAnalyzerTest {

  private static final TextAnalyzer ANALYZER = new TextAnalyzer(Lexicon.general());

  private static List<String> stems(String text) {
    return ANALYZER.analyze(text).stream().map(Token::stem).toList();
  }

  @Test
  void analyze_stopWords_areLeftOut() {
    assertThat(stems("Wo kann ich für meinen Hund bitte eine Steuer"))
        .containsExactly("hund", "steu");
    assertThat(ANALYZER.analyzeAll("wo kann ich")).hasSize(3);
    assertThat(ANALYZER.analyze("wo kann ich")).isEmpty();
    assertThat(ANALYZER.isStopWord("fur")).isTrue();
    assertThat(ANALYZER.isStopWord("hund")).isFalse();
  }

  @Test
  void analyze_compound_hasPartsAndTheirJoin() {
    Token token = ANALYZER.analyze("die Hundesteuer").getFirst();

    assertThat(token)
        .isEqualTo(new Token(4, 15, "hundesteuer", "hund+steu", List.of("hund", "steu")));
    assertThat(token.head()).isEqualTo("hund");
    assertThat(token.tail()).isEqualTo("steu");
  }

  @Test
  void analyze_simpleWord_isItsOwnHeadAndTail() {
    Token token = ANALYZER.analyze("Hunde").getFirst();

    assertThat(token.parts()).isEmpty();
    assertThat(token.head()).isEqualTo("hund").isEqualTo(token.tail());
  }

  @Test
  void analyze_sameWordTwice_keepsEachPlace() {
    assertThat(ANALYZER.analyze("Hund Hund")).extracting(Token::start).containsExactly(0, 5);
  }

  @Test
  void analyzeEnglish_words_areReducedByEnglishRules() {
    assertThat(ANALYZER.analyzeEnglish("Apply for the passports"))
        .extracting(Token::stem)
        .contains("passport")
        .doesNotContain("for", "the");
    assertThat(ANALYZER.englishStem("passports")).isEqualTo("passport");
  }

  @Test
  void whole_actions_doNotCountUnlessThereIsNothingElse() {
    assertThat(ANALYZER.whole(ANALYZER.analyze("Hund beantragen")))
        .isEqualTo(ANALYZER.whole(ANALYZER.analyze("Hund")))
        .isEqualTo("hund");
    assertThat(ANALYZER.whole(ANALYZER.analyze("beantragen"))).isNotEmpty();
    assertThat(ANALYZER.whole(List.of())).isEmpty();
  }

  @Test
  void whole_longText_isCut() {
    String text = "qwertzuiop".repeat(7) + " ";

    assertThat(ANALYZER.whole(ANALYZER.analyze(text.repeat(2)))).hasSize(141);
    assertThat(ANALYZER.whole(ANALYZER.analyze(text.repeat(5)))).hasSize(200);
  }

  @Test
  void grams_word_overlap() {
    assertThat(TextAnalyzer.grams("")).containsExactly("");
    assertThat(TextAnalyzer.grams("abc")).containsExactly("abc");
    assertThat(TextAnalyzer.grams("abcd")).containsExactly("abcd");
    assertThat(TextAnalyzer.grams("abcdef")).containsExactly("abcd", "bcde", "cdef");
  }

  @Test
  void fingerprint_sameLexicon_isTheSame() {
    assertThat(new TextAnalyzer(Lexicon.general()).fingerprint()).isEqualTo(ANALYZER.fingerprint());
    assertThat(new TextAnalyzer(Lexicon.of(new StringReader("Qwertz"))).fingerprint())
        .isNotEqualTo(ANALYZER.fingerprint());
  }

  @Test
  void analyze_randomText_holdsWhatTokensPromise() {
    long seed = System.nanoTime();
    System.out.println("analyze_randomText seed " + seed);
    Random random = new Random(seed);
    String letters = "aeiounrstdhHäöüßÄ§ 0123-.e\u0301🐕";
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(60); n > 0; n--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      check("seed " + seed, text.toString());
    }
  }

  /** Never fails, and tokens lie in order within the text. */
  @FuzzTest
  void analyze_anyText_neverFails(FuzzedDataProvider data) {
    check("fuzzed", data.consumeRemainingAsString());
  }

  private static void check(String about, String text) {
    int end = 0;
    for (Token token : ANALYZER.analyzeAll(text)) {
      assertThat(token.start()).as(about).isGreaterThanOrEqualTo(end);
      assertThat(token.end()).as(about).isGreaterThan(token.start());
      assertThat(token.end()).as(about).isLessThanOrEqualTo(text.length());
      assertThat(token.folded()).as(about).isNotEmpty();
      assertThat(token.stem()).as(about).isNotEmpty();
      assertThat(token.parts()).as(about).doesNotContain("").hasSizeBetween(0, 20);
      assertThat(TextAnalyzer.grams(token.folded())).as(about).isNotEmpty();
      end = token.end();
    }
    assertThat(ANALYZER.analyzeAll(text)).as(about).containsAll(ANALYZER.analyze(text));
    assertThat(ANALYZER.whole(ANALYZER.analyze(text)).length()).as(about).isBetween(0, 200);
    assertThat(ANALYZER.analyzeEnglish(text)).as(about).allMatch(t -> t.end() <= text.length());
  }
}
