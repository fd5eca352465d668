package de.landbruecke.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.PublicService.Fee;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {

  private final Locale before = Locale.getDefault();

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(before);
  }

  private static Fee fee(String amount, @Nullable String maximum, String currency) {
    return new Fee(
        new BigDecimal(amount), maximum == null ? null : new BigDecimal(maximum), currency, null);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          46.00,   ,      EUR, '46,00 €'
          46,      ,      EUR, '46,00 €'
          27.60,   46.00, EUR, '27,60 bis 46,00 €'
          27.60,   27.6,  EUR, '27,60 €'
          0,       ,      EUR, kostenlos
          0.00,    0,     EUR, kostenlos
          0,       46,    EUR, '0,00 bis 46,00 €'
          0.01,    ,      EUR, '0,01 €'
          1234.5,  ,      EUR, '1.234,50 €'
          0.0215,  ,      EUR, '0,0215 €'
          10,      ,      CHF, '10,00 CHF'
          """)
  void amount_anyFee_isGerman(
      String amount, @Nullable String maximum, String currency, String expected) {
    for (Locale locale : List.of(Locale.GERMANY, Locale.US, Locale.forLanguageTag("ar-EG"))) {
      Locale.setDefault(locale);
      assertThat(Formats.amount(fee(amount, maximum, currency)))
          .isEqualTo(expected.replaceFirst(" (?=\\S+$)", "\u00a0"));
    }
  }

  @Test
  void amount_onlyDescribed_isNone() {
    assertThat(Formats.amount(new Fee(null, null, "EUR", LocalizedText.german("je nach Ort"))))
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "P14D, 14 Tage",
    "P1D, 1 Tag",
    "P6W, 6 Wochen",
    "P1W, 1 Woche",
    "P3M, 3 Monate",
    "P1M, 1 Monat",
    "P1Y, 1 Jahr",
    "P2Y6M, 2 Jahre und 6 Monate",
    "P1Y2M3W4DT5H6M, '1 Jahr, 2 Monate, 3 Wochen, 4 Tage, 5 Stunden und 6 Minuten'",
    "PT2H, 2 Stunden",
    "PT1M, 1 Minute",
    "P007D, 7 Tage",
    "P1M0D, 1 Monat",
    "P99999999999999999999D, 99999999999999999999 Tage"
  })
  void duration_iso_isInWords(String iso, String expected) {
    assertThat(String.valueOf(Formats.duration(iso)).replace('\u00a0', ' ')).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P0D", "PT0H", "14 Tage", ""})
  void duration_nothing_isNone(String iso) {
    assertThat(Formats.duration(iso)).isNull();
    assertThat(Formats.duration(null)).isNull();
  }

  @Test
  void day_anyLocale_isGerman() {
    Locale.setDefault(Locale.forLanguageTag("th-TH-u-ca-buddhist-nu-thai"));

    assertThat(Formats.day(LocalDate.of(2026, 11, 12))).isEqualTo("12.11.2026");
    assertThat(Formats.day(LocalDate.of(2026, 1, 2))).isEqualTo("02.01.2026");
  }

  @Test
  void day_instant_isTheDayInGermany() {
    assertThat(Formats.day(Instant.parse("2026-06-30T21:59:59Z"))).isEqualTo("30.06.2026");
    assertThat(Formats.day(Instant.parse("2026-06-30T22:00:00Z"))).isEqualTo("01.07.2026");
    assertThat(Formats.day(Instant.parse("2026-12-31T23:00:00Z"))).isEqualTo("01.01.2027");
  }

  @Test
  void count_numbers_haveTheirUnit() {
    assertThat(Formats.count(1, "Unterlage", "Unterlagen")).isEqualTo("1\u00a0Unterlage");
    assertThat(Formats.count(0, "Unterlage", "Unterlagen")).isEqualTo("0\u00a0Unterlagen");
    assertThat(Formats.count(1_234, "Leistung", "Leistungen")).isEqualTo("1.234\u00a0Leistungen");
  }

  @Test
  void joined_words_readAsAList() {
    assertThat(Formats.joined(List.of())).isEmpty();
    assertThat(Formats.joined(List.of("a"))).isEqualTo("a");
    assertThat(Formats.joined(List.of("a", "b"))).isEqualTo("a und b");
    assertThat(Formats.joined(List.of("a", "b", "c"))).isEqualTo("a, b und c");
  }

  @ParameterizedTest
  @EnumSource(AssuranceLevel.class)
  void level_each_isInPlainWords(AssuranceLevel level) {
    assertThat(Formats.level(level)).doesNotContain("null");
    assertThat(Formats.level(level).contains("(Vertrauensniveau "))
        .isEqualTo(level != AssuranceLevel.NONE);
    assertThat(Formats.shortLevel(level)).hasSizeLessThan(40);
  }

  @Test
  void level_highest_namesTheMeansAndTheOfficialWord() {
    assertThat(Formats.level(AssuranceLevel.HIGH))
        .isEqualTo("Konto mit Online-Ausweis (Vertrauensniveau hoch)");
    assertThat(Formats.level(AssuranceLevel.NONE)).isEqualTo("ohne Anmeldung");
  }
}
