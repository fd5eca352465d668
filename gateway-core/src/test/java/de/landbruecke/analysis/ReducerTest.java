package de.landbruecke.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReducerTest {

  @ParameterizedTest
  @CsvSource({
    "anmeldung, anmelden",
    "anmeldungen, anmeldung",
    "steuern, steuer",
    "hunde, hund",
    "hundes, hund",
    "kindes, kind",
    "kinder, kind",
    "kindern, kind",
    "ausweise, ausweis",
    "ausweises, ausweis",
    "burgerinnen, burger",
    "lehrerin, lehrer",
    "genehmigungen, genehmigung",
    "genehmigt, genehmigung",
    "registriert, registrierung",
    "schulen, schule",
    "gebuhren, gebuhr"
  })
  void german_formsOfOneWord_meet(String one, String other) {
    assertThat(Reducer.german(one)).isEqualTo(Reducer.german(other));
  }

  @ParameterizedTest
  @CsvSource({"pass, passau", "steuer, steg", "gas, gasse", "abmelden, anmelden", "rente, rentier"})
  void german_differentWords_stayApart(String one, String other) {
    assertThat(Reducer.german(one)).isNotEqualTo(Reducer.german(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ehe", "§34a", "2024en", "haus"})
  void german_shortWordsAndNumbers_stay(String word) {
    assertThat(Reducer.german(word)).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({
    "passports, passport",
    "cities, city",
    "parking, park",
    "applied, appli",
    "business, business",
    "status, status",
    "licence, licenc",
    "licences, licenc",
    "dogs, dog"
  })
  void english_word_losesItsEnding(String word, String reduced) {
    assertThat(Reducer.english(word)).isEqualTo(reduced);
  }

  @Test
  void german_anyWord_keepsAtLeastThreeLetters() {
    for (String end :
        new String[] {"innen", "erin", "ungen", "ungs", "ung", "ern", "eln", "er", "en", "es"}) {
      for (String start : new String[] {"", "a", "ab", "abc", "abcd", "abcdefgh"}) {
        String word = start + end;
        assertThat(Reducer.german(word).length())
            .as(word)
            .isGreaterThanOrEqualTo(Math.min(3, word.length()));
      }
    }
  }
}
