package de.landbruecke.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LexiconTest {

  private static final Lexicon GENERAL = Lexicon.general();

  @ParameterizedTest
  @CsvSource({
    "hundesteuer, hund steu",
    "geburtsurkunde, geburt urkund",
    "reisepass, reis pass",
    "schulamt, schul amt"
  })
  void split_compound_fallsIntoReducedWords(String word, String parts) {
    Lexicon lexicon = Lexicon.of(new StringReader("Amt\nPass\n"));

    assertThat(String.join(" ", lexicon.split(word))).isEqualTo(parts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hund", "steuer", "versicherung", "xyzqxyzqxyzq", "hundexyzq"})
  void split_noCompound_isEmpty(String word) {
    assertThat(GENERAL.split(word)).isEmpty();
  }

  @Test
  void split_partOfThreeLetters_onlyWhereTheLexiconAddsIt() {
    assertThat(GENERAL.split("kfzsteuer")).isEmpty();
    assertThat(Lexicon.of(new StringReader("Kfz")).split("kfzsteuer"))
        .containsExactly("kfz", "steu");
  }

  @Test
  void split_fixedSplit_winsOverTheWordList() {
    Lexicon lexicon = Lexicon.of(new StringReader("# comment\n\n Elter | Ngeld \n"));

    assertThat(lexicon.split("elterngeld")).containsExactly("elter", "ngeld");
  }

  @Test
  void split_markedWord_staysWhole() {
    assertThat(GENERAL.split("hundesteuer")).isNotEmpty();
    assertThat(Lexicon.of(new StringReader("!Hundesteuer")).split("hundesteuer")).isEmpty();
  }

  @Test
  void split_severalWays_takesTheFewestParts() {
    Lexicon lexicon = Lexicon.of(new StringReader("Qwertz\nZuiopa\nQwer\nTzzu\nIopa\n"));

    assertThat(lexicon.split("qwertzzuiopa")).hasSize(2);
  }

  @Test
  void split_lengthLimits_hold() {
    Lexicon lexicon = Lexicon.of(new StringReader("abc\nxyz\n" + "q".repeat(54) + "\n"));

    assertThat(lexicon.split("abcxyz")).containsExactly("abc", "xyz");
    assertThat(lexicon.split("abcxy")).isEmpty();
    assertThat(lexicon.split("abcxyz" + "q".repeat(54))).hasSize(3);
    assertThat(lexicon.split("abcxyzn" + "q".repeat(54))).isEmpty();
  }

  @Test
  void of_readerThatFails_tells() {
    Reader broken =
        new Reader() {
          @Override
          public int read(char[] buffer, int offset, int length) throws IOException {
            throw new IOException("broken");
          }

          @Override
          public void close() {}
        };

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> Lexicon.of(broken))
        .withMessageContaining("broken");
  }

  @Test
  void fingerprint_changesWithTheWords() {
    assertThat(Lexicon.general().fingerprint()).isEqualTo(GENERAL.fingerprint());
    for (String addition : List.of("Qwertz", "Kfz", "!hundesteuer", "hunde|steuer")) {
      assertThat(Lexicon.of(new StringReader(addition)).fingerprint())
          .as(addition)
          .isNotEqualTo(GENERAL.fingerprint());
    }
  }
}
