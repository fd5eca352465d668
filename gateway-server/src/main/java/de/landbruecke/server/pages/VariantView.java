package de.landbruecke.server.pages;

import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.PublicService.LegalReference;
import de.landbruecke.catalog.PublicService.RequiredDocument;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.search.ServiceDetail;
import de.landbruecke.server.shared.WebLink;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One portal's description of a service.
 *
 * @param id unique on the page
 * @param name what tells it from the others, such as {@code Sachsen (Amt24)}
 * @param heading what it is about, as a heading
 * @param portal what the portal calls itself
 * @param title the everyday name
 * @param formalName the official name; null where it is not given or says the same
 * @param summary null where there is none
 * @param sections the long texts, in a fixed order; those that are missing make none
 * @param documents what to bring
 * @param fees what it costs
 * @param deadlines what must be done by when
 * @param processingTime how long the administration takes; null where not known
 * @param law the norms
 * @param online where it can be used online
 * @param origin its page on the portal; null where not known
 * @param approved the day of the last expert approval; null where not known
 * @param provenance where all this comes from
 * @param outdated what to tell about an old text; null where it is not old
 * @param validAtPlace whether it is valid at the place; null where none is named
 */
record VariantView(
    String id,
    String name,
    String heading,
    String portal,
    Text title,
    @Nullable Text formalName,
    @Nullable Text summary,
    List<Section> sections,
    List<Document> documents,
    List<Text> fees,
    List<Text> deadlines,
    @Nullable Text processingTime,
    List<Link> law,
    List<Online> online,
    @Nullable WebLink origin,
    @Nullable String approved,
    List<Fact> provenance,
    @Nullable String outdated,
    @Nullable Boolean validAtPlace) {

  /** Texts that were approved longer ago are marked. */
  private static final int CURRENT_YEARS = 3;

  /** So many characters fit into an overview. */
  private static final int BRIEF = 240;

  /** The level of the heading above each section. */
  private static final int HEADING = 3;

  /**
   * A long text.
   *
   * @param id what its heading is called on this page
   * @param language null for German
   */
  record Section(String id, String heading, CatalogHtml text, @Nullable String language) {}

  /**
   * A document to bring.
   *
   * @param optional whether it is needed only in some cases
   */
  record Document(Text title, boolean optional) {}

  /**
   * A text that may lead somewhere.
   *
   * @param address null where there is none that may be a link
   */
  record Link(Text text, @Nullable WebLink address) {}

  /**
   * Where the service can be used online.
   *
   * @param level what one needs to sign in; null where not known
   */
  record Online(Text title, WebLink address, @Nullable String level) {}

  /** Copies the lists. */
  VariantView {
    sections = List.copyOf(sections);
    documents = List.copyOf(documents);
    fees = List.copyOf(fees);
    deadlines = List.copyOf(deadlines);
    law = List.copyOf(law);
    online = List.copyOf(online);
    provenance = List.copyOf(provenance);
  }

  /** A portal's record as the page shows it. */
  static VariantView of(
      ServiceDetail.Variant variant,
      int number,
      String language,
      AreaNames areas,
      LocalDate today) {
    PublicService service = variant.service();
    String id = "variante-" + number;
    Text title = Text.title(service.title(), language);
    LocalizedText formalName = service.formalName();
    String portal = PortalNames.of(variant.portal());
    String area = areas.of(service.areas());
    return new VariantView(
        id,
        area == null ? portal : area + " (" + portal + ")",
        area == null ? "So beschreibt es " + portal : "Das gilt in " + area,
        portal,
        title,
        formalName == null
            ? null
            : ResultCard.formalName(
                formalName.best(language), title.value(), formalName.bestLanguage(language)),
        Text.of(service.summary(), language),
        sections(service, id, language),
        documents(service.documents(), language),
        Fact.fees(service.fees(), language, Text.LONGEST),
        service.deadlines().stream()
            .map(limit -> Fact.time(limit, language, Text.LONGEST))
            .filter(Objects::nonNull)
            .toList(),
        Fact.time(service.processingTime(), language, Text.LONGEST),
        law(service.legalBasis()),
        variant.onlineServices().stream()
            .map(online -> online(online, language))
            .filter(Objects::nonNull)
            .toList(),
        WebLink.of(service.origin()),
        Fact.day(service.approval()),
        provenance(variant, portal, area),
        outdated(service, today),
        variant.validAtPlace());
  }

  /** The fees where they are few and short, else none: then they need a section of their own. */
  List<Text> feesAtAGlance() {
    boolean brief = fees.stream().mapToInt(fee -> fee.value().length()).sum() <= BRIEF;
    return brief ? fees : List.of();
  }

  private static List<Section> sections(PublicService service, String id, String language) {
    List<Section> sections = new ArrayList<>();
    add(sections, id + "-beschreibung", "Beschreibung", service.text(), language);
    add(sections, id + "-voraussetzungen", "Voraussetzungen", service.conditions(), language);
    add(sections, id + "-ablauf", "So läuft es ab", service.procedure(), language);
    return sections;
  }

  private static void add(
      List<Section> sections,
      String id,
      String heading,
      @Nullable LocalizedText text,
      String language) {
    CatalogHtml html = text == null ? null : CatalogHtml.text(text.best(language), HEADING);
    if (text != null && html != null) {
      sections.add(new Section(id, heading, html, Text.foreign(text.bestLanguage(language))));
    }
  }

  private static List<Document> documents(List<RequiredDocument> documents, String language) {
    List<Document> shown = new ArrayList<>();
    for (RequiredDocument document : documents) {
      Text title = Text.of(document.title(), language);
      if (title != null) {
        shown.add(new Document(title, document.optional()));
      }
    }
    return shown;
  }

  private static List<Link> law(List<LegalReference> norms) {
    List<Link> links = new ArrayList<>();
    for (LegalReference norm : norms) {
      String citation = Text.line(norm.citation());
      if (!citation.isEmpty()) {
        links.add(new Link(Fact.german(citation), WebLink.of(norm.url())));
      }
    }
    return links;
  }

  private static @Nullable Online online(OnlineService online, String language) {
    WebLink address = WebLink.of(online.url());
    return address == null
        ? null
        : new Online(
            Text.title(online.title(), language),
            address,
            online.level() == null ? null : Formats.level(online.level()));
  }

  private static List<Fact> provenance(
      ServiceDetail.Variant variant, String portal, @Nullable String area) {
    PublicService service = variant.service();
    String approvedBy = service.approval() == null ? null : service.approval().by();
    List<Text> keys = service.keys().stream().map(ServiceKey::value).map(Fact::german).toList();
    return Fact.known(
        Fact.of("Portal", portal),
        Fact.of("Gilt für", area),
        Fact.of("Datensatz", Text.line(service.id().toString(), 300)),
        new Fact("Leistungsschlüssel", keys),
        Fact.of(
            "Zuletzt geändert",
            service.changedAt() == null ? null : Formats.day(service.changedAt())),
        Fact.of("Fachlich freigegeben am", Fact.day(service.approval())),
        Fact.of("Freigegeben durch", approvedBy == null ? null : Text.line(approvedBy)));
  }

  /** Whether a text was approved too long ago to be relied on. */
  private static @Nullable String outdated(PublicService service, LocalDate today) {
    LocalDate approved = service.approval() == null ? null : service.approval().on();
    return approved == null || !approved.isBefore(today.minusYears(CURRENT_YEARS))
        ? null
        : "Dieser Text wurde zuletzt am "
            + Formats.day(approved)
            + " fachlich geprüft, also vor mehr als drei Jahren. Fragen Sie bitte bei der"
            + " zuständigen Stelle nach, ob noch alles stimmt.";
  }
}
