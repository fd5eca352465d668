package de.landbruecke.server.pages;

import static de.landbruecke.server.pages.Fixtures.AREAS;
import static de.landbruecke.server.pages.Fixtures.EAST;
import static de.landbruecke.server.pages.Fixtures.WEST;
import static de.landbruecke.server.pages.Fixtures.at;
import static de.landbruecke.server.pages.Fixtures.fee;
import static de.landbruecke.server.pages.Fixtures.german;
import static de.landbruecke.server.pages.Fixtures.hit;
import static de.landbruecke.server.pages.Fixtures.nowhere;
import static de.landbruecke.server.pages.Fixtures.offer;
import static de.landbruecke.server.pages.Fixtures.online;
import static de.landbruecke.server.pages.Fixtures.plain;
import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.catalog.PublicService.Approval;
import de.landbruecke.catalog.PublicService.Fee;
import de.landbruecke.catalog.PublicService.TimeLimit;
import de.landbruecke.search.Offer;
import de.landbruecke.search.SearchHit;
import de.landbruecke.search.SearchHit.FoundBy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultCardTest {

  private static ResultCard card(SearchHit hit, Whereabouts where) {
    return ResultCard.of(hit, where, "de", new AreaNames(AREAS), Address.of("/leistung/1"));
  }

  private static Map<String, String> facts(ResultCard card) {
    return card.facts().stream()
        .collect(Collectors.toMap(Fact::label, fact -> plain(fact.values())));
  }

  private static List<String> badges(ResultCard card) {
    return card.badges().stream().map(ResultCard.Badge::text).toList();
  }

  @Test
  void of_offersThatAgree_sayItOnce() {
    ResultCard card =
        card(
            hit(
                null,
                offer("service-bw", WEST, null, List.of(fee("46")), 2),
                offer("amt24", EAST, null, List.of(fee("46")), 2)),
            nowhere());

    assertThat(facts(card))
        .containsOnly(Map.entry("Kosten", "46,00 €"), Map.entry("Mitbringen", "2 Unterlagen"));
    assertThat(card.offeredBy()).isEqualTo("service-bw und Amt24 (2 Varianten)");
    assertThat(badges(card)).isEmpty();
  }

  @Test
  void of_offersThatDiffer_sayWhatIsTrueWhere() {
    ResultCard card =
        card(
            hit(
                null,
                offer("service-bw", WEST, null, List.of(fee("46")), 1),
                offer("amt24", EAST, null, List.of(), 3)),
            nowhere());

    assertThat(facts(card))
        .containsOnly(
            Map.entry("Kosten", "Baden-Württemberg: 46,00 €"),
            Map.entry("Mitbringen", "Baden-Württemberg: 1 Unterlage | Sachsen: 3 Unterlagen"));
  }

  @Test
  void of_offerAtThePlace_saysOnlyWhatIsTrueThere() {
    ResultCard card =
        card(
            hit(
                true,
                offer("amt24", EAST, true, List.of(fee("0")), 0),
                offer("service-bw", WEST, false, List.of(fee("46")), 4)),
            at("Leipzig"));

    assertThat(facts(card)).containsOnly(Map.entry("Kosten", "kostenlos"));
    assertThat(badges(card)).containsExactly("Gilt in Leipzig");
    assertThat(card.offeredBy()).isEqualTo("Amt24 und service-bw (2 Varianten)");
  }

  @Test
  void of_notDescribedAtThePlace_saysSoPlainly() {
    ResultCard card =
        card(
            hit(false, online(offer("service-bw", WEST, false, List.of(), 0), AssuranceLevel.NONE)),
            at("Leipzig"));

    assertThat(badges(card)).containsExactly("Online möglich", "Für Leipzig nicht beschrieben");
    assertThat(facts(card)).containsEntry("Beschrieben für", "Baden-Württemberg");
  }

  @Test
  void of_nothingKnown_leavesEverythingOut() {
    SearchHit bare =
        new SearchHit(
            "L1.LB.1",
            List.of(),
            "Hund",
            null,
            null,
            List.of(),
            List.of(),
            Map.of(),
            SearchHit.Match.FULL,
            List.of(offer("amt24", EAST, null, List.of(), 0)),
            null,
            null,
            List.of(),
            1);

    ResultCard card = card(bare, nowhere());

    assertThat(card.facts()).isEmpty();
    assertThat(card.formalName()).isNull();
    assertThat(card.summary()).isNull();
    assertThat(card.approved()).isNull();
    assertThat(card.foundBy()).isNull();
    assertThat(card.offeredBy()).isEqualTo("Amt24");
  }

  @Test
  void of_online_asksForTheLeastLevel() {
    ResultCard card =
        card(
            hit(
                null,
                online(
                    offer("amt24", EAST, null, List.of(), 0),
                    AssuranceLevel.HIGH,
                    null,
                    AssuranceLevel.BASIC)),
            nowhere());

    assertThat(facts(card))
        .containsEntry(
            "Anmeldung", "Konto mit Benutzername und Passwort (Vertrauensniveau untergeordnet)");
    assertThat(badges(card)).containsExactly("Online möglich, je nach Ort");
  }

  @Test
  void of_onlineWithUnknownLevel_saysNothingOfIt() {
    ResultCard card =
        card(
            hit(null, online(offer("amt24", EAST, null, List.of(), 0), (AssuranceLevel) null)),
            nowhere());

    assertThat(facts(card)).isEmpty();
  }

  @Test
  void of_timesAndApproval_areTold() {
    Offer offer = offer("amt24", EAST, null, List.of(), 0);
    Offer full =
        new Offer(
            offer.portal(),
            offer.id(),
            offer.title(),
            null,
            "de",
            null,
            offer.areas(),
            null,
            List.of(
                new Fee(new BigDecimal("46"), null, "EUR", null),
                new Fee(new BigDecimal("27.6"), null, "EUR", german("unter 24 Jahren."))),
            new TimeLimit(german("nach Eingang aller Unterlagen"), "P3W"),
            0,
            new Approval(LocalDate.of(2026, 11, 12), null),
            List.of());

    ResultCard card = card(hit(null, full), nowhere());

    assertThat(facts(card))
        .containsOnly(
            Map.entry("Kosten", "46,00 €; 27,60 € (unter 24 Jahren)"),
            Map.entry("Dauer", "3 Wochen: nach Eingang aller Unterlagen"));
    assertThat(card.approved()).isEqualTo("12.11.2026");
  }

  @ParameterizedTest
  @CsvSource({
    "Hund anmelden, Hund anmelden, false",
    "Hund anmelden, 'Hund - Anmelden!', false",
    "Hund anmelden, Hundesteuer Anmeldung, true",
    "Hund anmelden, '', false"
  })
  void formalName_sameAsTitle_isLeftOut(String title, String formalName, boolean shown) {
    assertThat(ResultCard.formalName(formalName, title, "de") != null).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "SYNONYM, Perso, Personalausweis, Perso (Personalausweis)",
    "SYNONYM, perso, Perso, Perso",
    "TRANSLATION, passport, Reisepass, passport (Reisepass)",
    "CORRECTION, hundestuer, hundesteuer, hundesteuer (statt hundestuer)",
    "COMPOUND, Steuer, Hundesteuer, Steuer in Hundesteuer"
  })
  void foundBy_eachKind_isPlain(FoundBy.Kind kind, String typed, String matched, String expected) {
    assertThat(ResultCard.foundBy(List.of(new FoundBy(kind, typed, matched)))).isEqualTo(expected);
    assertThat(ResultCard.foundBy(List.of())).isNull();
  }

  @Test
  void of_highlights_areKeptAndLongSummariesCut() {
    String summary = "<mark>Hund</mark> " + "sehr ".repeat(60);
    SearchHit hit =
        new SearchHit(
            "1",
            List.of(),
            "Hund",
            null,
            "Hund " + "sehr ".repeat(60),
            List.of(),
            List.of(),
            Map.of("title", "<mark>Hund</mark>", "summary", summary),
            SearchHit.Match.FULL,
            List.of(offer("amt24", EAST, null, List.of(), 0)),
            null,
            null,
            List.of(),
            1);

    ResultCard card = card(hit, nowhere());

    assertThat(card.title()).hasToString("<mark>Hund</mark>");
    assertThat(text(card.summary())).startsWith("<mark>Hund</mark> sehr").endsWith("sehr…");
    assertThat(text(card.summary()).replaceAll("<[^>]+>", "")).hasSizeLessThanOrEqualTo(150);
  }

  private static String text(@Nullable Object content) {
    return String.valueOf(content);
  }

  @Test
  void of_manyFees_areSummedUp() {
    List<Fee> fees = List.of(fee("1"), fee("2"), fee("3"), fee("4"));

    assertThat(facts(card(hit(null, offer("amt24", EAST, null, fees, 0)), nowhere())))
        .containsEntry("Kosten", "1,00 €; 2,00 €; 3,00 €; ein weiterer Betrag");
  }
}
