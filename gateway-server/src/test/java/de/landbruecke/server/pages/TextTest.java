package de.landbruecke.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.catalog.LocalizedText;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

  @Test
  void of_preferredLanguage_isMarkedOnlyWhereItIsNotGerman() {
    LocalizedText text = LocalizedText.of(Map.of("de", "Hund", "en", "Dog"));

    assertThat(Text.of(text, "en")).isEqualTo(new Text("Dog", "en"));
    assertThat(Text.of(text, "de")).isEqualTo(new Text("Hund", null));
    assertThat(Text.of(text, "fr")).isEqualTo(new Text("Hund", null));
    assertThat(Text.of(LocalizedText.of(Map.of("de-simple", "Der Hund")), "de"))
        .isEqualTo(new Text("Der Hund", "de-simple"));
    assertThat(Text.of(null, "de")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\u202eb",
        "a\u2066b\u2069",
        "a\u200fb",
        "a\u0000b",
        "a\u001bb",
        "\ufeffab",
        "a\ud800b",
        "a\u061cb",
        "ab\u007f",
        "a\u009bb"
      })
  void line_signsOfDirectionAndControl_vanish(String text) {
    assertThat(Text.line(text)).isEqualTo("ab");
  }

  @Test
  void line_blanks_areOne() {
    assertThat(Text.line("  a \n\t b\u2028c\u2029d e ")).isEqualTo("a b c d e");
    assertThat(Text.line("\u202e \n")).isEmpty();
  }

  @Test
  void line_emojiAndSoftHyphen_stay() {
    assertThat(Text.line("Ver\u00adwaltung 👩\u200d👧 łódź"))
        .isEqualTo("Ver\u00adwaltung 👩\u200d👧 łódź");
  }

  @Test
  void of_onlyHarmfulSigns_isNothing() {
    assertThat(Text.of(LocalizedText.german("\u202e\u200f."), "de")).isEqualTo(new Text(".", null));
    assertThat(Text.of(LocalizedText.german("\u202e\u200f"), "de")).isNull();
    assertThat(Text.title(LocalizedText.german("\u202e"), "de").value())
        .isEqualTo("Leistung ohne Namen");
  }

  @Test
  void cut_longText_endsAtAWord() {
    assertThat(Text.cut("eins zwei drei", 14)).isEqualTo("eins zwei drei");
    assertThat(Text.cut("eins zwei drei", 13)).isEqualTo("eins zwei…");
    assertThat(Text.cut("a".repeat(20), 10)).isEqualTo("a".repeat(9) + "…");
    assertThat(Text.cut("a".repeat(8) + "😀 und mehr", 10)).isEqualTo("a".repeat(8) + "…");
  }

  @Test
  void line_megabyte_isShort() {
    assertThat(Text.line("x".repeat(1 << 20), 50)).hasSize(50).endsWith("…");
    assertThat(Text.title(LocalizedText.german("wort ".repeat(300_000)), "de").value())
        .hasSizeLessThanOrEqualTo(Text.LONGEST_TITLE);
  }

  @Test
  void foreign_whatIsNoTag_isNone() {
    assertThat(Text.foreign("en")).isEqualTo("en");
    assertThat(Text.foreign("de")).isNull();
    assertThat(Text.foreign("en\" onload=\"x")).isNull();
  }
}
