package de.landbruecke.source.xzufi;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.Jurisdiction;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.source.SourceReport.SkipReason;
import de.landbruecke.source.internal.CatalogReading;
import de.landbruecke.source.internal.CatalogTexts;
import de.landbruecke.source.internal.TrustLevels;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns elements into changes of one reading.
 *
 * <p>XZuFi tells apart from an online service which services it serves and where; this project's
 * records keep it together. So online services wait here until the delivery ends. Not thread-safe.
 */
final class RecordMapper {

  /** How many responsibilities of online services may wait; about 200 MB. */
  private static final int MAX_WAITING = 500_000;

  private static final Pattern EMAIL = Pattern.compile("[^\\s@<>\"]+@[^\\s@<>\"]+");
  private static final Pattern PHONE = Pattern.compile("[+0(][0-9 ()/.-]{3,40}");

  private final CatalogReading reading;
  private final TrustLevels trustLevels = TrustLevels.shipped();
  private final Map<RecordId, OnlineService> waiting = new LinkedHashMap<>();
  private final Map<RecordId, Scope> scopes = new LinkedHashMap<>();

  /**
   * What one responsibility adds to an online service.
   *
   * @param position where it stands
   */
  private record Scope(
      RecordId onlineService, Set<RecordId> services, Set<RegionalKey> areas, String position) {}

  RecordMapper(CatalogReading reading) {
    this.reading = reading;
  }

  /** Writes the record that {@code element} holds. */
  void write(Element element, ElementValues values) throws IOException, BadElementException {
    if (element.is(Name.SERVICE)) {
      reading.write(new ServiceMapper(values, element).map());
    } else if (element.is(Name.ORGANIZATION)) {
      PublicOrganization organization = organization(element, values);
      reading.write(organization);
      nested(element, organization.id(), values);
    } else if (element.is(Name.ONLINE_SERVICE)) {
      OnlineService online = onlineService(element, values);
      waiting.put(online.id(), online);
      nested(element, online.id(), values);
    } else if (element.is(Name.JURISDICTION_TRANSFER)) {
      transfer(element, values);
    } else {
      throw new BadElementException(
          SkipReason.UNKNOWN_KIND,
          "element '" + CatalogReading.excerpt(element.name(), 80) + "' is not supported");
    }
  }

  /** Deletes the record that {@code element} names. */
  void delete(Element element, ElementValues values) throws IOException, BadElementException {
    String name = element.attribute(Name.DELETE_CLASS).orElse("");
    RecordClass recordClass =
        values
            .names()
            .code("class", name)
            .flatMap(RecordClass::ofKind)
            .orElseThrow(() ->
                new BadElementException(
                    SkipReason.UNKNOWN_KIND,
                    "class '" + CatalogReading.excerpt(name, 80) + "' is not supported"));
    RecordId id = values.id(element, Name.ID, recordClass);
    waiting.remove(id);
    scopes.remove(id);
    reading.delete(id);
  }

  /** Writes what waited for the end of the delivery. */
  void finish() throws IOException {
    Map<RecordId, List<Scope>> byService =
        scopes.values().stream().collect(Collectors.groupingBy(Scope::onlineService));
    for (OnlineService online : waiting.values()) {
      List<Scope> own = Objects.requireNonNullElse(byService.remove(online.id()), List.of());
      reading.write(
          new OnlineService(
              online.id(),
              online.title(),
              online.url(),
              online.level(),
              own.stream().flatMap(s -> s.services().stream()).collect(Collectors.toSet()),
              own.stream().flatMap(s -> s.areas().stream()).collect(Collectors.toSet())));
    }
    byService
        .values()
        .forEach(orphans ->
            orphans.forEach(orphan ->
                reading.skip(
                    SkipReason.MISSING_PART,
                    orphan.position(),
                    "online service "
                        + CatalogReading.excerpt(orphan.onlineService().value(), 80)
                        + " is not in the delivery")));
    waiting.clear();
    scopes.clear();
  }

  private void nested(Element element, RecordId parent, ElementValues values) throws IOException {
    for (Element jurisdiction : element.children(Name.JURISDICTION)) {
      try {
        jurisdiction(jurisdiction, parent, values);
      } catch (BadElementException e) {
        reading.skip(e.reason(), values.position(), Objects.toString(e.getMessage()));
      }
    }
  }

  private void transfer(Element element, ElementValues values)
      throws IOException, BadElementException {
    Element parent = required(element, Name.PARENT_ID, values);
    List<Element> jurisdictions = element.children(Name.JURISDICTION);
    if (jurisdictions.isEmpty()) {
      throw new BadElementException(SkipReason.MISSING_PART, "there is no zustaendigkeit in it");
    }
    for (Element jurisdiction : jurisdictions) {
      jurisdiction(
          jurisdiction, values.id(parent, parentClass(parent, jurisdiction, values)), values);
    }
  }

  /** Whose responsibility it is: as its own id tells, else as the parent's id tells. */
  private static RecordClass parentClass(Element parent, Element jurisdiction, ElementValues values)
      throws BadElementException {
    Optional<String> own = jurisdiction.child(Name.ID).flatMap(id -> id.attribute(Name.SCHEME));
    String found = own.flatMap(scheme -> values.names().code("class", scheme)).orElse("");
    if (found.isEmpty() || found.equals("jurisdiction")) {
      found =
          parent
              .attribute(Name.SCHEME)
              .flatMap(scheme -> values.names().code("class", scheme))
              .orElse("organization");
    }
    return switch (found) {
      case "jurisdictionOfOrganization", "organization" -> RecordClass.ORGANIZATION;
      case "jurisdictionOfOnlineService", "onlineService" -> RecordClass.ONLINE_SERVICE;
      default ->
          throw new BadElementException(
              SkipReason.UNKNOWN_KIND,
              "responsibilities of organizations and online services are supported only");
    };
  }

  private void jurisdiction(Element element, RecordId parent, ElementValues values)
      throws IOException, BadElementException {
    RecordId id = values.id(element, Name.ID, RecordClass.JURISDICTION);
    Set<RecordId> services = new TreeSet<>();
    for (Element service : element.children(Name.SERVICE_ID)) {
      services.add(values.id(service, RecordClass.SERVICE));
    }
    Set<RegionalKey> areas = new TreeSet<>(values.areas(element.children(Name.AREA_ID)));
    if (services.isEmpty() || areas.isEmpty()) {
      throw new BadElementException(
          SkipReason.MISSING_PART,
          "responsibility "
              + CatalogReading.excerpt(id.value(), 60)
              + " needs a service and an area that is understood");
    }
    if (parent.recordClass() == RecordClass.ONLINE_SERVICE) {
      if (scopes.size() >= MAX_WAITING) {
        throw new BadElementException(
            SkipReason.TOO_LARGE,
            "more than " + MAX_WAITING + " responsibilities of online services");
      }
      scopes.put(id, new Scope(parent, services, areas, values.position()));
      return;
    }
    reading.write(new Jurisdiction(id, parent, services, areas, role(element, values)));
  }

  private static Jurisdiction.Role role(Element element, ElementValues values)
      throws BadElementException {
    Optional<Element> role = element.child(Name.ROLE).filter(child -> !child.code().isEmpty());
    if (role.isEmpty()) {
      return Jurisdiction.Role.RESPONSIBLE;
    }
    // Without its role the record would say that the body decides: better none.
    return switch (values.names().code("role", role.get().code()).orElse("")) {
      case "responsible" -> Jurisdiction.Role.RESPONSIBLE;
      case "contact" -> Jurisdiction.Role.CONTACT;
      default ->
          throw new BadElementException(
              SkipReason.INVALID_VALUE,
              "role '"
                  + CatalogReading.excerpt(role.get().code(), 20)
                  + "' is not in the table of names");
    };
  }

  private PublicOrganization organization(Element element, ElementValues values)
      throws BadElementException {
    RecordId id = values.id(element, Name.ID, RecordClass.ORGANIZATION);
    List<String> address = new ArrayList<>();
    RegionalKey area = null;
    Optional<Element> postal = element.child(Name.ADDRESS);
    if (postal.isPresent()) {
      line(postal.get(), Name.STREET, Name.HOUSE_NUMBER).ifPresent(address::add);
      line(postal.get(), Name.POSTAL_CODE, Name.CITY).ifPresent(address::add);
      area =
          postal.get().descendant(Name.REGIONAL_KEY).stream()
              .filter(key -> !key.code().isEmpty())
              .flatMap(key -> values.areas(List.of(key)).stream())
              .findFirst()
              .orElse(null);
    }
    URI url =
        element
            .child(Name.WEB_PAGE)
            .map(page -> page.child(Name.URI).orElse(page).text())
            .flatMap(CatalogTexts::webAddress)
            .or(() -> channel(element, "web", values).flatMap(CatalogTexts::webAddress))
            .orElse(null);
    return new PublicOrganization(
        id,
        title(element, Name.NAME, values),
        null,
        area,
        url,
        address,
        channel(element, "phone", values).filter(PHONE.asMatchPredicate()).orElse(null),
        channel(element, "email", values).filter(EMAIL.asMatchPredicate()).orElse(null),
        List.of(),
        false);
  }

  /** The first means of communication of this kind. */
  private static Optional<String> channel(Element element, String kind, ElementValues values) {
    return element.children(Name.COMMUNICATION).stream()
        .filter(communication ->
            communication
                .child(Name.CHANNEL)
                .flatMap(channel -> values.names().code("channel", channel.code()))
                .filter(kind::equals)
                .isPresent())
        .flatMap(communication -> communication.child(Name.CHANNEL_VALUE).stream())
        .map(Element::text)
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  private static Optional<String> line(Element element, Name first, Name second) {
    String line =
        Stream.of(first, second)
            .flatMap(name -> element.child(name).stream())
            .map(child -> CatalogTexts.plain(child.html()))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(" "));
    return line.isEmpty() ? Optional.empty() : Optional.of(line);
  }

  private OnlineService onlineService(Element element, ElementValues values)
      throws BadElementException {
    RecordId id = values.id(element, Name.ID, RecordClass.ONLINE_SERVICE);
    LocalizedText title = title(element, Name.DESIGNATION, values);
    URI url = null;
    for (Element link : element.children(Name.LINK)) {
      String text =
          link.child(Name.LINK).or(() -> link.child(Name.URI)).map(Element::text).orElse("");
      Optional<URI> address = CatalogTexts.webAddress(text);
      if (address.isEmpty() && !text.isEmpty()) {
        values.invalid("link", text, "an absolute http or https address is allowed");
      }
      boolean german =
          link.attribute(Name.LANGUAGE)
              .orElse(LocalizedText.GERMAN)
              .startsWith(LocalizedText.GERMAN);
      if (address.isPresent() && (url == null || german)) {
        url = address.get();
        if (german) {
          break;
        }
      }
    }
    if (url == null) {
      throw new BadElementException(
          SkipReason.MISSING_PART,
          "online service "
              + CatalogReading.excerpt(id.value(), 60)
              + " has no link with an http or https address");
    }
    return new OnlineService(id, title, url, level(element, values), Set.of(), Set.of());
  }

  private @Nullable AssuranceLevel level(Element element, ElementValues values) {
    String code = element.child(Name.TRUST_LEVEL).map(Element::code).orElse("");
    Optional<AssuranceLevel> level = trustLevels.level(code);
    if (level.isEmpty() && !code.isEmpty()) {
      values.invalid(
          "trust level", code, "a code of the table " + trustLevels.version() + " is allowed");
    }
    return level.orElse(null);
  }

  private static LocalizedText title(Element element, Name name, ElementValues values)
      throws BadElementException {
    List<Element> titles =
        element.children(name).stream()
            .flatMap(outer ->
                outer.children(name).isEmpty() ? Stream.of(outer) : outer.children(name).stream())
            .toList();
    LocalizedText title = values.plain(titles);
    if (title == null || title.in(LocalizedText.GERMAN).isEmpty()) {
      throw new BadElementException(
          SkipReason.MISSING_PART, element.name() + " has no name in German");
    }
    return title;
  }

  private static Element required(Element element, Name name, ElementValues values)
      throws BadElementException {
    return element
        .child(name)
        .orElseThrow(() ->
            new BadElementException(
                SkipReason.MISSING_PART, element.name() + " has no " + values.names().of(name)));
  }
}
