package de.landbruecke.server.pages;

import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.search.ServiceDetail;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The page of one service.
 *
 * @param where the place
 * @param action where the form of the place leads
 * @param language preferred language of the texts
 * @param languages the languages to choose from; empty where there is only German
 * @param faults what was wrong in the address
 * @param validity what to tell about the place and this service; null for nothing
 * @param valid whether the first description holds at the place
 * @param first the description that holds for the person, or the first one
 * @param others the other ones
 * @param facts what matters most
 * @param offices who is responsible at the place, as far as more than the name is known
 * @param comparison null where there is only one description
 * @param similar services that are alike
 * @param linkedData JSON-LD, made for an element {@code script}
 */
record ServiceView(
    Whereabouts where,
    String action,
    String language,
    List<Language> languages,
    List<String> faults,
    @Nullable String validity,
    boolean valid,
    VariantView first,
    List<VariantView> others,
    List<Fact> facts,
    List<OfficeView> offices,
    @Nullable Comparison comparison,
    List<ServiceLink> similar,
    LinkedDataBlock linkedData) {

  /**
   * A language that the texts can be read in.
   *
   * @param tag of the language
   * @param name in the language itself
   */
  record Language(String tag, String name, String href, boolean current) {}

  /** Copies the lists. */
  ServiceView {
    languages = List.copyOf(languages);
    faults = List.copyOf(faults);
    others = List.copyOf(others);
    facts = List.copyOf(facts);
    offices = List.copyOf(offices);
    similar = List.copyOf(similar);
  }

  /** What the core answered, as a page. */
  static ServiceView of(
      ServiceDetail detail,
      Whereabouts where,
      String language,
      List<String> faults,
      AreaNames areas,
      LocalDate today) {
    List<VariantView> variants = new ArrayList<>();
    for (ServiceDetail.Variant variant : detail.variants()) {
      variants.add(VariantView.of(variant, variants.size() + 1, language, areas, today));
    }
    VariantView first = variants.getFirst();
    List<OfficeView> offices =
        detail.offices().stream().map(office -> OfficeView.of(office, language)).toList();
    List<Text> officeNames = offices.stream().map(OfficeView::name).toList();
    boolean valid = Boolean.TRUE.equals(first.validAtPlace());
    return new ServiceView(
        where,
        Address.ofService(detail.id()).toString(),
        language,
        languages(detail, where, language),
        faults,
        validity(variants, where, valid),
        valid,
        first,
        variants.subList(1, variants.size()),
        facts(first, officeNames),
        offices.stream().filter(OfficeView::hasDetails).toList(),
        Comparison.of(variants, officeNames),
        detail.similar().stream()
            .map(s ->
                ServiceLink.of(
                    s.title(), ServicePageController.address(s.id(), where.key(), language)))
            .toList(),
        LinkedDataBlock.of(detail, language));
  }

  private static List<Language> languages(
      ServiceDetail detail, Whereabouts where, String language) {
    Set<String> tags = new TreeSet<>();
    detail
        .variants()
        .forEach(variant -> tags.addAll(variant.service().title().byLanguage().keySet()));
    tags.add(LocalizedText.GERMAN);
    List<Language> languages = new ArrayList<>();
    for (String tag : tags) {
      if (Text.foreign(tag) != null || tag.equals(LocalizedText.GERMAN)) {
        languages.add(
            new Language(
                tag,
                name(tag),
                ServicePageController.address(detail.id(), where.key(), tag).toString(),
                tag.equals(tags.contains(language) ? language : LocalizedText.GERMAN)));
      }
    }
    return languages.size() > 1 ? languages : List.of();
  }

  private static String name(String tag) {
    if (tag.equals("de-simple")) {
      return "Leichte Sprache";
    }
    Locale locale = Locale.forLanguageTag(tag);
    String name = locale.getDisplayLanguage(locale);
    return name.isBlank() ? tag : name.substring(0, 1).toUpperCase(locale) + name.substring(1);
  }

  private static @Nullable String validity(
      List<VariantView> variants, Whereabouts where, boolean valid) {
    String portals = Formats.joined(variants.stream().map(VariantView::name).distinct().toList());
    if (where.place() == null) {
      return variants.size() == 1
          ? null
          : "Diese Leistung ist nicht überall gleich. Wählen Sie Ihren Ort, dann zeigen wir, was"
              + " dort gilt.";
    }
    String place = Text.line(where.place().name());
    return valid
        ? null
        : "Sie lesen, was anderswo gilt: "
            + portals
            + ". Ob es die Leistung in "
            + place
            + " gibt, sagt Ihnen Ihre Gemeinde oder die Behördennummer 115.";
  }

  private static List<Fact> facts(VariantView first, List<Text> offices) {
    return Fact.known(
        new Fact("Kosten", first.feesAtAGlance()),
        new Fact(
            "Bearbeitungsdauer",
            first.processingTime() == null ? List.of() : List.of(first.processingTime())),
        new Fact("Zuständig", offices),
        Fact.of(
            "Mitbringen",
            first.documents().isEmpty()
                ? null
                : Formats.count(first.documents().size(), "Unterlage", "Unterlagen")),
        Fact.of("Stand", first.approved()));
  }
}
