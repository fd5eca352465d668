package de.landbruecke.server.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is removed and what stays, on both sides of each rule. */
class PersonalDataTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "formular 1234|formular 1234",
        "formular 12345|formular",
        "12345 formular|formular",
        "aktenzeichen 123456789 einsehen|aktenzeichen einsehen",
        "az12345b|az b",
        "az1234b|az1234b",
        "§ 34a gewo|§ 34a gewo",
        "§ 20 absatz 3 buchstabe 21a|§ 20 absatz 3 buchstabe 21a",
        // Numbers in groups: telephone, bank account, birthday, identity card.
        "0711 2160 bürgeramt|bürgeramt",
        "tel. 0711/21 60|tel",
        "anruf (0341) - 12 kfz|anruf ( kfz",
        "+49 711 216 0|''",
        "de89 3704 0044 0532 0130 00|de",
        "kindergeld 12.03.1985|kindergeld",
        "kindergeld 12.3.85|kindergeld",
        "kindergeld 1.3.85|kindergeld 1.3.85",
        "wohngeld 2024|wohngeld 2024",
        "wohngeld 2023/2024|wohngeld",
        // Digits that are only written otherwise.
        "１２３４５ ausweis|ausweis",
        "１２３４ ausweis|1234 ausweis",
        "١٢٣٤٥ ausweis|ausweis",
        "123⁴⁵ ausweis|ausweis"
      })
  void digits_fromFiveOn_areRemoved(String typed, String counted) {
    assertThat(PersonalData.removedFrom(typed)).isEqualTo(counted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "erika@example.org|''",
        "passwort Erika.Mustermann+amt@mail.example.org vergessen|passwort vergessen",
        "erika @ example.org konto|konto",
        "erika＠example.org konto|konto",
        "jörg.müßig@behörde.example|''",
        "<erika@example.org>, konto|konto",
        "@erika|''",
        "erika12345.mustermann@example.org konto|konto",
        "e-mail adresse ändern|e-mail adresse ändern",
        "at example.org|at example.org"
      })
  void addresses_areRemovedWhole(String typed, String counted) {
    assertThat(PersonalData.removedFrom(typed)).isEqualTo(counted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Frau Dr. Müller-Lüdenscheidt|frau",
        "termin bei Herr Öztürk|termin bei herr",
        "termin bei Herrn Łukasz Żółć personalausweis|termin bei herrn",
        "HERR MÜLLER|herr",
        "Hr. Schmidt|hr",
        "Hr.Schmidt|hr",
        "brief an hrn. schmidt|brief an hrn",
        "Fr. Dr. med. von der Leyen, Elternzeit|fr",
        "frau: anna|frau",
        "herr/frau größe|herr",
        "f\u00adrau müller|frau",
        "frau12345 müller|frau",
        "frau 12345müller|frau",
        // Other words that begin or end alike.
        "frauenhaus leipzig|frauenhaus leipzig",
        "hausfrau rente|hausfrau rente",
        "herrenloses fahrrad melden|herrenloses fahrrad melden",
        "freibad öffnungszeiten|freibad öffnungszeiten",
        "herrnhut standesamt|herrnhut standesamt",
        "gewalt gegen frauen|gewalt gegen frauen",
        "schwangere frau|schwangere frau"
      })
  void names_afterHerrAndFrau_areRemovedToTheEnd(String typed, String counted) {
    assertThat(PersonalData.removedFrom(typed)).isEqualTo(counted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"  Hund \t\r\n anmelden  \"|hund anmelden",
        "\"Hund\u00a0\u2003anmelden\"|hund anmelden",
        "\"„Hund anmelden“?\"|hund anmelden",
        "HUND|hund",
        "ﬁsch|fisch",
        "Mu\u0308ll|müll",
        "Mu\u200b\u0308ll|müll",
        "Straße|straße",
        "\"a\u200bb\u202ec\"|abc",
        "=cmd()|cmd",
        "-1+2|1+2",
        "c++|c",
        "🐕 anmelden|anmelden",
        "हिन्दी|हिन्दी",
        "łódź|łódź",
        "?!|\"\"",
        "\" \"|\"\"",
        "\"\"|\"\"",
        "\ud800|\"\""
      })
  void text_isFolded(String typed, String counted) {
    assertThat(PersonalData.removedFrom(typed)).isEqualTo(counted);
  }

  @Test
  void length_isCutToAHundredCharacters() {
    assertThat(PersonalData.removedFrom("a".repeat(100))).isEqualTo("a".repeat(100));
    assertThat(PersonalData.removedFrom("a".repeat(101))).isEqualTo("a".repeat(100));
    assertThat(PersonalData.removedFrom("a".repeat(99) + " b")).isEqualTo("a".repeat(99));
    // Outside the basic plane a character is two chars.
    String gothic = "\ud800\udf30";
    assertThat(PersonalData.removedFrom(gothic.repeat(101))).isEqualTo(gothic.repeat(100));
    // Cut last: else half of an address would stay.
    assertThat(PersonalData.removedFrom("a ".repeat(45) + "erika.mustermann@example.org"))
        .isEqualTo("a ".repeat(45).strip());
  }

  @Test
  void length_thatIsNotReadWhole_isNotCounted() {
    String words = "hund ".repeat(99);

    assertThat(PersonalData.removedFrom(words + "abcde")).startsWith("hund hund");
    assertThat(PersonalData.removedFrom(words + "abcdef")).isEmpty();
    assertThat(PersonalData.removedFrom("\ufdfa".repeat(499))).isEmpty();
  }

  /** Nothing of what is left may break a line, and folding it again changes nothing. */
  @Test
  void anything_isFoldedToOneHarmlessLine() {
    Random random = new Random(20_261_124);
    String alphabet =
        "ab1 2345@.-\t\n\u0000\u00ad\u200b\u0308\u2028\u202e\ud83d\udc15äßÄ١۱１frau herr ";
    Stream<String> noise =
        Stream.generate(() ->
                random
                    .ints(1 + random.nextInt(120), 0, alphabet.length())
                    .mapToObj(i -> String.valueOf(alphabet.charAt(i)))
                    .reduce("", String::concat))
            .limit(2_000);
    Stream<String> pasted =
        Stream.of(
            "1".repeat(500),
            "1.".repeat(250),
            "1" + ".".repeat(498) + "1",
            "@".repeat(500),
            "a".repeat(499) + "@",
            "@ a " + "a".repeat(496),
            ".".repeat(250) + "a" + ".".repeat(249),
            "\ud83d\udc15".repeat(250));

    assertThat(Stream.concat(noise, pasted))
        .allSatisfy(typed -> {
          String counted = PersonalData.removedFrom(typed);
          assertThat(counted)
              .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}@]")
              .doesNotContainPattern("\\p{Nd}([^\\p{L}\\p{M}\\p{N}]*\\p{Nd}){4}")
              .doesNotContain("  ")
              .isEqualTo(counted.strip())
              .isEqualTo(PersonalData.removedFrom(counted));
          assertThat(counted.codePointCount(0, counted.length()))
              .isLessThanOrEqualTo(PersonalData.MAX_KEPT);
        });
  }
}
