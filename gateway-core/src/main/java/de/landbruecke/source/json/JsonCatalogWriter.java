package de.landbruecke.source.json;

import de.landbruecke.PortalId;
import de.landbruecke.area.Place;
import de.landbruecke.catalog.CatalogChange;
import de.landbruecke.catalog.CatalogRecord;
import de.landbruecke.catalog.Jurisdiction;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PlaceRecord;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.PublicService.TimeLimit;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.source.CatalogBatch.Extent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a catalog file of format 1 that {@link JsonCatalogSource} reads back as the same records.
 * Not thread-safe.
 */
public final class JsonCatalogWriter implements AutoCloseable {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final OutputStream out;
  private final String agency;

  /**
   * Writes the header.
   *
   * @param out closed with this writer
   * @param agency that of most records; they stay shorter
   * @param position null to let the reader take a hash of the file
   */
  public JsonCatalogWriter(
      OutputStream out, PortalId portal, String agency, Extent extent, @Nullable String position)
      throws IOException {
    this.out = new BufferedOutputStream(out);
    this.agency = new RecordId(agency, RecordClass.SERVICE, "0").agency();
    ObjectNode header = MAPPER.createObjectNode();
    header.put("format", Header.FORMAT);
    header.put("portal", portal.value());
    header.put("agency", agency);
    header.put("extent", extent == Extent.FULL ? "full" : "delta");
    if (position != null) {
      header.put("position", position);
    }
    line(header);
  }

  /** Writes one step. */
  public void write(CatalogChange change) throws IOException {
    switch (change) {
      case CatalogChange.Write write -> write(write.record());
      case CatalogChange.Delete delete -> {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("kind", "delete");
        node.put("of", delete.id().recordClass().kind());
        identify(node, delete.id());
        line(node);
      }
    }
  }

  /**
   * Writes a record.
   *
   * @throws IllegalArgumentException when it has no German title, which the format requires
   */
  public void write(CatalogRecord record) throws IOException {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("kind", record.id().recordClass().kind());
    identify(node, record.id());
    switch (record) {
      case PublicService service -> service(node, service);
      case OnlineService online -> onlineService(node, online);
      case PublicOrganization organization -> organization(node, organization);
      case Jurisdiction jurisdiction -> jurisdiction(node, jurisdiction);
      case PlaceRecord place -> place(node, place.place());
    }
    line(node);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private void line(ObjectNode node) throws IOException {
    out.write(MAPPER.writeValueAsString(node).getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  private void identify(ObjectNode node, RecordId id) {
    node.put("id", id.value());
    if (!id.agency().equals(agency)) {
      node.put("agency", id.agency());
    }
  }

  private static void title(ObjectNode node, LocalizedText title) {
    if (title.in(LocalizedText.GERMAN).isEmpty()) {
      throw new IllegalArgumentException("a title needs German");
    }
    localized(node, "title", title);
  }

  private static void service(ObjectNode node, PublicService service) {
    title(node, service.title());
    strings(node, "keys", service.keys());
    localized(node, "formalName", service.formalName());
    localized(node, "summary", service.summary());
    localized(node, "text", service.text());
    localized(node, "conditions", service.conditions());
    localized(node, "procedure", service.procedure());
    if (!service.documents().isEmpty()) {
      ArrayNode documents = node.putArray("documents");
      service
          .documents()
          .forEach(document -> {
            ObjectNode entry = documents.addObject();
            localized(entry, "title", document.title());
            flag(entry, "optional", document.optional());
          });
    }
    if (!service.fees().isEmpty()) {
      ArrayNode fees = node.putArray("fees");
      service
          .fees()
          .forEach(fee -> {
            ObjectNode entry = fees.addObject();
            text(entry, "amount", fee.amount() == null ? null : fee.amount().toPlainString());
            text(entry, "maximum", fee.maximum() == null ? null : fee.maximum().toPlainString());
            text(entry, "currency", fee.currency());
            localized(entry, "description", fee.description());
          });
    }
    if (!service.deadlines().isEmpty()) {
      ArrayNode deadlines = node.putArray("deadlines");
      service.deadlines().forEach(deadline -> timeLimit(deadlines.addObject(), deadline));
    }
    TimeLimit processingTime = service.processingTime();
    if (processingTime != null) {
      timeLimit(node.putObject("processingTime"), processingTime);
    }
    if (!service.legalBasis().isEmpty()) {
      ArrayNode norms = node.putArray("legalBasis");
      service
          .legalBasis()
          .forEach(norm -> {
            ObjectNode entry = norms.addObject();
            entry.put("citation", norm.citation());
            text(entry, "url", norm.url());
          });
    }
    if (!service.keywords().isEmpty()) {
      ObjectNode keywords = node.putObject("keywords");
      service.keywords().forEach((language, words) -> strings(keywords, language, words));
    }
    strings(node, "lifeSituations", service.lifeSituations());
    strings(node, "topics", service.topics().stream().map(topic -> topic.slug()).toList());
    strings(node, "audience", service.audience().stream().map(a -> a.label()).toList());
    strings(node, "areas", service.areas());
    Optional.ofNullable(service.approval())
        .ifPresent(approval -> {
          text(node, "approvedOn", approval.on());
          text(node, "approvedBy", approval.by());
        });
    text(node, "changedAt", service.changedAt());
    text(node, "originUrl", service.origin());
  }

  private static void onlineService(ObjectNode node, OnlineService online) {
    title(node, online.title());
    text(node, "url", online.url());
    text(node, "trustLevel", online.level() == null ? null : online.level().label());
    references(node, "services", online.services(), online.id());
    strings(node, "areas", online.areas());
  }

  private static void organization(ObjectNode node, PublicOrganization organization) {
    title(node, organization.title());
    text(node, "level", organization.level() == null ? null : organization.level().label());
    text(node, "area", organization.area());
    text(node, "url", organization.url());
    strings(node, "address", organization.address());
    text(node, "phone", organization.phone());
    text(node, "email", organization.email());
    strings(node, "openingHours", organization.openingHours());
    flag(node, "demonstration", organization.demonstration());
  }

  private static void jurisdiction(ObjectNode node, Jurisdiction jurisdiction) {
    text(node, "organization", reference(jurisdiction.organization(), jurisdiction.id()));
    references(node, "services", jurisdiction.services(), jurisdiction.id());
    strings(node, "areas", jurisdiction.areas());
    text(node, "role", jurisdiction.role().name().toLowerCase(Locale.ROOT));
  }

  private static void place(ObjectNode node, Place place) {
    localized(node, "title", LocalizedText.german(place.name()));
    text(node, "placeKind", place.kind().isEmpty() ? null : place.kind());
    text(node, "municipalityKey", place.municipalityKey());
    text(node, "district", place.district());
    text(node, "state", place.state().isEmpty() ? null : place.state());
    strings(node, "postalCodes", place.postalCodes());
    if (place.population() != null) {
      node.put("population", place.population());
    }
    if (place.latitude() != null) {
      node.put("latitude", place.latitude());
    }
    if (place.longitude() != null) {
      node.put("longitude", place.longitude());
    }
    strings(node, "aliases", place.aliases());
    strings(node, "formerKeys", place.formerKeys());
  }

  private static void timeLimit(ObjectNode node, TimeLimit limit) {
    localized(node, "description", limit.description());
    text(node, "duration", limit.duration());
  }

  private static void localized(ObjectNode node, String name, @Nullable LocalizedText text) {
    if (text != null) {
      ObjectNode languages = node.putObject(name);
      text.byLanguage().forEach(languages::put);
    }
  }

  private static void references(
      ObjectNode node, String name, Collection<RecordId> ids, RecordId from) {
    strings(node, name, ids.stream().map(id -> reference(id, from)).toList());
  }

  /** The short form where it leads back to the same record. */
  private static String reference(RecordId id, RecordId from) {
    boolean plain = id.agency().equals(from.agency()) && RecordId.parse(id.value()).isEmpty();
    return plain ? id.value() : id.toString();
  }

  private static void strings(ObjectNode node, String name, Collection<?> values) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(name);
      values.forEach(value -> array.add(value.toString()));
    }
  }

  private static void text(ObjectNode node, String name, @Nullable Object value) {
    if (value != null) {
      node.put(name, value.toString());
    }
  }

  private static void flag(ObjectNode node, String name, boolean value) {
    if (value) {
      node.put(name, true);
    }
  }
}
