package de.landbruecke.server.pages;

import static de.landbruecke.server.pages.Fixtures.AREAS;
import static de.landbruecke.server.pages.Fixtures.EAST;
import static de.landbruecke.server.pages.Fixtures.WEST;
import static de.landbruecke.server.pages.Fixtures.at;
import static de.landbruecke.server.pages.Fixtures.fee;
import static de.landbruecke.server.pages.Fixtures.german;
import static de.landbruecke.server.pages.Fixtures.nowhere;
import static de.landbruecke.server.pages.Fixtures.online;
import static de.landbruecke.server.pages.Fixtures.plain;
import static de.landbruecke.server.pages.Fixtures.service;
import static de.landbruecke.server.pages.Fixtures.variant;
import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.area.AreaLevel;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.PublicService.Approval;
import de.landbruecke.catalog.PublicService.Fee;
import de.landbruecke.catalog.PublicService.LegalReference;
import de.landbruecke.catalog.PublicService.RequiredDocument;
import de.landbruecke.catalog.PublicService.TimeLimit;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.search.ServiceDetail;
import de.landbruecke.server.shared.WebLink;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceViewTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

  private static ServiceView view(
      Whereabouts where,
      String language,
      List<PublicOrganization> offices,
      ServiceDetail.Variant... variants) {
    return ServiceView.of(
        new ServiceDetail(
            "99000000000001", List.of(), List.of(variants), offices, null, List.of(), "1.0"),
        where,
        language,
        List.of(),
        new AreaNames(AREAS),
        TODAY);
  }

  private static ServiceView view(ServiceDetail.Variant... variants) {
    return view(nowhere(), "de", List.of(), variants);
  }

  private static PublicService approved(String day) {
    return service("amt24", "Hund", EAST)
        .approval(new Approval(LocalDate.parse(day), null))
        .build();
  }

  @ParameterizedTest
  @CsvSource({"2023-11-23, true", "2023-11-24, false", "2026-11-24, false"})
  void outdated_olderThanThreeYears_isMarked(String day, boolean marked) {
    String notice = view(variant(approved(day), null)).first().outdated();

    assertThat(notice != null).isEqualTo(marked);
  }

  @Test
  void outdated_withoutApproval_isNotGuessed() {
    assertThat(view(variant(service("amt24", "Hund", EAST).build(), null)).first().outdated())
        .isNull();
  }

  @Test
  void outdated_notice_namesTheDay() {
    assertThat(view(variant(approved("2020-01-02"), null)).first().outdated())
        .contains("02.01.2020")
        .contains("vor mehr als drei Jahren");
  }

  @Test
  void comparison_twoDescriptions_marksWhatDiffers() {
    PublicService west =
        service("service-bw", "Hund", WEST)
            .fees(List.of(fee("46")))
            .documents(List.of(new RequiredDocument(german("Ausweis"), false)))
            .processingTime(new TimeLimit(null, "P3W"))
            .build();
    PublicService east =
        service("amt24", "Hund", EAST)
            .fees(List.of(fee("46")))
            .documents(
                List.of(
                    new RequiredDocument(german("Ausweis"), false),
                    new RequiredDocument(german("Foto"), true)))
            .approval(new Approval(LocalDate.of(2026, 1, 2), null))
            .build();

    Comparison comparison =
        Objects.requireNonNull(
            view(
                    at("Leipzig"),
                    "de",
                    List.of(office("Bürgerbüro")),
                    variant(
                        east,
                        true,
                        online(east, "https://amt24.sachsen.de/x", AssuranceLevel.HIGH)),
                    variant(west, false))
                .comparison());

    assertThat(comparison.columns())
        .containsExactly(
            new Comparison.Column("Sachsen (Amt24)", true),
            new Comparison.Column("Baden-Württemberg (service-bw)", false));
    assertThat(comparison.rows().stream().map(ServiceViewTest::line))
        .containsExactly(
            "Kosten: 46,00 € / 46,00 €",
            "Bearbeitungsdauer:  / 3 Wochen",
            "Unterlagen (verschieden): Ausweis | Foto (nur in manchen Fällen) / Ausweis",
            "Online (verschieden): möglich auf amt24.sachsen.de: Konto mit Online-Ausweis"
                + " (Vertrauensniveau hoch) / nicht online",
            "Zuständige Stelle: Bürgerbüro / ",
            "Fachlich freigegeben am: 02.01.2026 / ");
  }

  private static String line(Comparison.Row row) {
    return row.label()
        + (row.different() ? " (verschieden): " : ": ")
        + String.join(" / ", row.cells().stream().map(Fixtures::plain).toList());
  }

  @Test
  void comparison_oneDescription_isNone() {
    assertThat(view(variant(approved("2026-01-01"), null)).comparison()).isNull();
  }

  @Test
  void validity_dependsOnPlaceAndNumberOfDescriptions() {
    PublicService east = service("amt24", "Hund", EAST).build();
    PublicService west = service("service-bw", "Hund", WEST).build();

    assertThat(view(variant(east, null)).validity()).isNull();
    assertThat(view(variant(east, null), variant(west, null)).validity())
        .contains("Wählen Sie Ihren Ort");
    ServiceView here = view(at("Leipzig"), "de", List.of(), variant(east, true));
    assertThat(here.valid()).isTrue();
    assertThat(here.validity()).isNull();
    ServiceView elsewhere = view(at("Leipzig"), "de", List.of(), variant(west, false));
    assertThat(elsewhere.valid()).isFalse();
    assertThat(elsewhere.validity())
        .contains("Baden-Württemberg (service-bw)")
        .contains("Ob es die Leistung in Leipzig gibt");
  }

  @Test
  void languages_onlyWhereTheRecordHasThem() {
    PublicService two =
        PublicService.builder(
                Fixtures.id("amt24", "1"),
                LocalizedText.of(Map.of("de", "Hund", "en", "Dog", "de-simple", "Der Hund")))
            .text(german("<p>Nur Deutsch</p>"))
            .build();

    assertThat(view(variant(service("amt24", "Hund", EAST).build(), null)).languages()).isEmpty();
    ServiceView view = view(at("Leipzig"), "en", List.of(), variant(two, true));
    assertThat(view.languages())
        .containsExactly(
            new ServiceView.Language(
                "de", "Deutsch", "/leistung/99000000000001?ort=147130000000", false),
            new ServiceView.Language(
                "de-simple",
                "Leichte Sprache",
                "/leistung/99000000000001?ort=147130000000&sprache=de-simple",
                false),
            new ServiceView.Language(
                "en", "English", "/leistung/99000000000001?ort=147130000000&sprache=en", true));
    assertThat(view.first().title()).isEqualTo(new Text("Dog", "en"));
    assertThat(view.first().sections().getFirst().language()).isNull();
  }

  @Test
  void languages_otherThanTheRecords_fallBackToGerman() {
    PublicService two =
        PublicService.builder(
                Fixtures.id("amt24", "1"), LocalizedText.of(Map.of("de", "Hund", "en", "Dog")))
            .build();

    assertThat(view(nowhere(), "fr", List.of(), variant(two, null)).languages())
        .filteredOn(ServiceView.Language::current)
        .extracting(ServiceView.Language::tag)
        .containsExactly("de");
  }

  private static PublicOrganization office(String name) {
    return office(name, List.of(), null, null, false);
  }

  private static PublicOrganization office(
      String name,
      List<String> address,
      @Nullable String phone,
      @Nullable String email,
      boolean demonstration) {
    return new PublicOrganization(
        new RecordId("amt24", RecordClass.ORGANIZATION, name),
        german(name),
        AreaLevel.MUNICIPALITY,
        new RegionalKey("147130000000"),
        null,
        address,
        phone,
        email,
        List.of(),
        demonstration);
  }

  @Test
  void offices_withoutMoreThanAName_areToldInTheOverviewOnly() {
    ServiceView view =
        view(
            at("Leipzig"),
            "de",
            List.of(
                office("Bürgerbüro"), office("Ordnungsamt", List.of("Platz 1"), null, null, false)),
            variant(service("amt24", "Hund", EAST).build(), true));

    assertThat(view.offices()).extracting(o -> o.name().value()).containsExactly("Ordnungsamt");
    assertThat(view.facts())
        .filteredOn(fact -> fact.label().equals("Zuständig"))
        .extracting(fact -> plain(fact.values()))
        .containsExactly("Bürgerbüro | Ordnungsamt");
  }

  @ParameterizedTest
  @CsvSource({
    "+49 30 23125 286, tel:+493023125286",
    "(0341) 123-0, tel:03411230",
    "+49 (0)341 1230, tel:+493411230",
    "115, tel:115",
    "0800 AMT,",
    "javascript:alert(1),"
  })
  void of_phone_isALinkOnlyWhereItCanBeDialled(String phone, @Nullable String href) {
    OfficeView office = OfficeView.of(office("Amt", List.of(), phone, null, false), "de");

    assertThat(office.phone()).isEqualTo(phone);
    assertThat(office.phoneHref()).isEqualTo(href);
  }

  @ParameterizedTest
  @CsvSource({
    "amt@example.org, mailto:amt@example.org",
    "amt@example,",
    "amt@example.org?bcc=x@example.org,",
    "'a\"b@example.org',"
  })
  void of_email_isALinkOnlyWhereItIsPlain(String email, @Nullable String href) {
    assertThat(OfficeView.of(office("Amt", List.of(), null, email, false), "de").emailHref())
        .isEqualTo(href);
  }

  @Test
  void of_everyPart_isShownOnce() {
    PublicService full =
        service("amt24", "Hund anmelden", EAST)
            .formalName(german("Hundesteuer Anmeldung"))
            .summary(german("Kurz"))
            .text(german("<h2>Teil</h2><p>Lang</p>"))
            .conditions(german("Bedingung"))
            .procedure(german("<ol><li>Schritt</li></ol>"))
            .deadlines(List.of(new TimeLimit(german("sofort"), "P14D")))
            .legalBasis(
                List.of(
                    new LegalReference("§ 1 HStG", URI.create("https://gesetz.example.org/1")),
                    new LegalReference("§ 2 HStG", URI.create("ftp://example.org/2"))))
            .origin(URI.create("https://amt24.sachsen.de/1"))
            .approval(new Approval(LocalDate.of(2026, 1, 2), "SMI"))
            .changedAt(Instant.parse("2026-02-03T04:05:06Z"))
            .build();

    VariantView shown = view(variant(full, null)).first();

    assertThat(shown.heading()).isEqualTo("Das gilt in Sachsen");
    assertThat(shown.name()).isEqualTo("Sachsen (Amt24)");
    assertThat(shown.sections())
        .extracting(VariantView.Section::heading)
        .containsExactly("Beschreibung", "Voraussetzungen", "So läuft es ab");
    assertThat(shown.sections().getFirst().text()).hasToString("<h4>Teil</h4><p>Lang</p>");
    assertThat(plain(shown.deadlines())).isEqualTo("14 Tage: sofort");
    assertThat(shown.law())
        .containsExactly(
            new VariantView.Link(
                new Text("§ 1 HStG", null),
                new WebLink("https://gesetz.example.org/1", "gesetz.example.org")),
            new VariantView.Link(new Text("§ 2 HStG", null), null));
    assertThat(shown.provenance().stream().map(f -> f.label() + ": " + plain(f.values())))
        .containsExactly(
            "Portal: Amt24",
            "Gilt für: Sachsen",
            "Datensatz: amt24.LB.1",
            "Zuletzt geändert: 03.02.2026",
            "Fachlich freigegeben am: 02.01.2026",
            "Freigegeben durch: SMI");
  }

  @Test
  void feesAtAGlance_longOnes_needASectionOfTheirOwn() {
    PublicService brief = service("amt24", "Hund", EAST).fees(List.of(fee("46"))).build();
    PublicService longer =
        service("amt24", "Hund", EAST)
            .fees(List.of(new Fee(null, null, "EUR", german("x".repeat(241)))))
            .build();

    assertThat(view(variant(brief, null)).first().feesAtAGlance()).hasSize(1);
    assertThat(view(variant(longer, null)).first().feesAtAGlance()).isEmpty();
    assertThat(view(variant(longer, null)).first().fees()).hasSize(1);
  }
}
