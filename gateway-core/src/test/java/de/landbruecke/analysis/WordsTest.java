package de.landbruecke.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  private static List<String> folded(String text) {
    return Words.split(text).stream().map(Words.Word::folded).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "Müll, mull",
    "Muell, mull",
    "MÜLL, mull",
    "Straße, strasse",
    "STRASSE, strasse",
    "STRAẞE, strasse",
    "Ärzte, arzte",
    "Aerzte, arzte",
    "Öl, ol",
    "Oel, ol",
    "Bafög, bafog",
    "neue, neue",
    "Quelle, quelle",
    "Steuer, steuer",
    "treue, treue",
    "Café, cafe",
    "Cafe\u0301, cafe",
    "Łódź, lodz",
    "ﬁnden, finden",
    "ＨＵＮＤ, hund",
    "'', ''"
  })
  void fold_spelling_meetsItsVariants(String word, String folded) {
    assertThat(Words.fold(word)).isEqualTo(folded);
  }

  @Test
  void split_punctuation_separatesWords() {
    assertThat(folded("Hunde-Steuer, (an)melden! z. B."))
        .containsExactly("hunde", "steuer", "an", "melden", "z", "b");
  }

  @Test
  void split_word_tellsWhereItStands() {
    String text = " 🐕 Müll  ab";

    List<Words.Word> words = Words.split(text);

    assertThat(words).hasSize(2);
    assertThat(text.substring(words.getFirst().start(), words.getFirst().end())).isEqualTo("Müll");
    assertThat(text.substring(words.get(1).start(), words.get(1).end())).isEqualTo("ab");
  }

  @ParameterizedTest
  @CsvSource({
    "§ 34a, §34a",
    "§34a, §34a",
    "§§ 34a, §34a",
    "§\u00a034a, §34a",
    "§-34a, 34a",
    "34a, 34a",
    "§ Abs, abs"
  })
  void split_numberBehindASectionSign_isAReference(String text, String word) {
    assertThat(folded(text)).containsExactly(word);
  }

  @Test
  void split_sectionSign_holdsForOneNumberOnly() {
    assertThat(folded("§ 34a 5")).containsExactly("§34a", "5");
  }

  @Test
  void split_longWord_isCut() {
    assertThat(folded("b".repeat(Words.MAX_LENGTH))).containsExactly("b".repeat(80));
    assertThat(folded("b".repeat(Words.MAX_LENGTH + 1))).containsExactly("b".repeat(80));
  }

  @Test
  void split_nothingInIt_givesNothing() {
    assertThat(folded("")).isEmpty();
    assertThat(folded(" \u0000-§§ \ud83d \udc15 🐕 \u0301")).isEmpty();
  }

  @Test
  void split_randomText_neverFailsAndStaysInside() {
    long seed = System.nanoTime();
    System.out.println("split_randomText seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        text.append((char) (random.nextBoolean() ? random.nextInt(384) : random.nextInt(0x10000)));
      }
      int end = 0;
      for (Words.Word word : Words.split(text.toString())) {
        assertThat(word.start()).as("seed %d", seed).isGreaterThanOrEqualTo(end);
        assertThat(word.end()).as("seed %d", seed).isGreaterThan(word.start());
        assertThat(word.folded()).as("seed %d", seed).isNotEmpty();
        end = word.end();
      }
      assertThat(end).as("seed %d", seed).isLessThanOrEqualTo(text.length());
    }
  }
}
