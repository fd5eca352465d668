package de.landbruecke.source.json;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.area.AreaLevel;
import de.landbruecke.area.Place;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.Audience;
import de.landbruecke.catalog.CatalogChange;
import de.landbruecke.catalog.CatalogRecord;
import de.landbruecke.catalog.Jurisdiction;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PlaceRecord;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.PublicService.Approval;
import de.landbruecke.catalog.PublicService.Fee;
import de.landbruecke.catalog.PublicService.LegalReference;
import de.landbruecke.catalog.PublicService.RequiredDocument;
import de.landbruecke.catalog.PublicService.TimeLimit;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.catalog.Topic;
import de.landbruecke.source.SourceLimits;
import de.landbruecke.source.SourceReport.SkipReason;
import de.landbruecke.source.internal.CatalogReading;
import de.landbruecke.source.internal.TrustLevels;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns the JSON object of one line into a change. Not thread-safe. */
final class RecordReader {

  private static final Pattern FIVE_DIGITS = Pattern.compile("\\d{5}");
  private static final Pattern EIGHT_DIGITS = Pattern.compile("\\d{8}");
  private static final Pattern TWELVE_DIGITS = Pattern.compile("\\d{12}");
  private static final Pattern FORMER_KEY = Pattern.compile("\\d{8}|\\d{12}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern EMAIL = Pattern.compile("[^\\s@<>\"]+@[^\\s@<>\"]+");

  private final String agency;
  private final CatalogReading reading;
  private final SourceLimits limits;
  private final TrustLevels trustLevels;

  RecordReader(
      String agency, CatalogReading reading, SourceLimits limits, TrustLevels trustLevels) {
    this.agency = agency;
    this.reading = reading;
    this.limits = limits;
    this.trustLevels = trustLevels;
  }

  /**
   * The change that {@code node} tells. Values without their form are reported and left out.
   *
   * @throws BadRecordException when nothing of it can be kept
   */
  CatalogChange read(JsonNode node, String position) throws BadRecordException {
    if (!node.isObject()) {
      throw new BadRecordException(SkipReason.MALFORMED, "a line must be a JSON object");
    }
    String kind = requiredText(node, "kind", RecordClass.SERVICE.kind());
    if (kind.equals("delete")) {
      String of = requiredText(node, "of", null);
      return new CatalogChange.Delete(id(node, recordClass(of)));
    }
    RecordId id = id(node, recordClass(kind));
    Values values =
        new Values(
            node,
            id.recordClass().kind() + " " + CatalogReading.excerpt(id.value(), 60) + ": ",
            new Values.Context(reading, limits, position, id.agency()));
    return new CatalogChange.Write(record(id, values));
  }

  private CatalogRecord record(RecordId id, Values values) throws BadRecordException {
    return switch (id.recordClass()) {
      case SERVICE -> service(id, values);
      case ONLINE_SERVICE -> onlineService(id, values, trustLevels);
      case ORGANIZATION -> organization(id, values);
      case JURISDICTION -> jurisdiction(id, values);
      case PLACE -> place(id, values);
    };
  }

  private static RecordClass recordClass(String kind) throws BadRecordException {
    return RecordClass.ofKind(kind)
        .orElseThrow(() ->
            new BadRecordException(
                SkipReason.UNKNOWN_KIND,
                "kind '"
                    + CatalogReading.excerpt(kind, 80)
                    + "' is not known: service, onlineService, organization, jurisdiction,"
                    + " place and delete are"));
  }

  private RecordId id(JsonNode node, RecordClass recordClass) throws BadRecordException {
    String value = requiredText(node, "id", null);
    if (!value.equals(Values.clean(value)) || value.chars().anyMatch(Character::isISOControl)) {
      throw new BadRecordException(
          SkipReason.INVALID_VALUE, "id has control characters or half characters");
    }
    try {
      return new RecordId(requiredText(node, "agency", agency), recordClass, value);
    } catch (IllegalArgumentException e) {
      throw new BadRecordException(SkipReason.INVALID_VALUE, Objects.toString(e.getMessage()));
    }
  }

  private static String requiredText(JsonNode node, String name, @Nullable String otherwise)
      throws BadRecordException {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      if (otherwise != null) {
        return otherwise;
      }
      throw new BadRecordException(SkipReason.MISSING_PART, name + " is missing");
    }
    if (!value.isString()) {
      throw new BadRecordException(
          SkipReason.INVALID_VALUE,
          name + " is " + CatalogReading.excerpt(value.toString(), 80) + ": a text is allowed");
    }
    if (value.asString().isBlank()) {
      throw new BadRecordException(SkipReason.MISSING_PART, name + " is empty");
    }
    return value.asString().strip();
  }

  private static LocalizedText title(Values values) throws BadRecordException {
    LocalizedText title = values.localized("title");
    if (title == null || title.in(LocalizedText.GERMAN).isEmpty()) {
      throw new BadRecordException(SkipReason.MISSING_PART, "title.de is missing");
    }
    return title;
  }

  private static PublicService service(RecordId id, Values values) throws BadRecordException {
    PublicService.Builder service =
        PublicService.builder(id, title(values))
            .keys(values.parsed("keys", "99 and twelve more digits are allowed", ServiceKey::parse))
            .formalName(values.localized("formalName"))
            .summary(values.localized("summary"))
            .text(values.html("text"))
            .conditions(values.html("conditions"))
            .procedure(values.html("procedure"))
            .documents(values.objects("documents", RecordReader::document))
            .fees(values.objects("fees", RecordReader::fee))
            .deadlines(values.objects("deadlines", RecordReader::timeLimit))
            .processingTime(values.object("processingTime", RecordReader::timeLimit))
            .legalBasis(values.objects("legalBasis", RecordReader::legalReference))
            .lifeSituations(values.texts("lifeSituations"))
            .topics(values.parsed("topics", "a slug of a topic is allowed", Topic::ofSlug))
            .audience(
                values.parsed(
                    "audience",
                    "citizen, business or administration is allowed",
                    Audience::ofLabel))
            .areas(values.areas("areas"))
            .approval(approval(values))
            .changedAt(
                values.value(
                    "changedAt",
                    "an instant such as 2026-11-01T12:00:00Z is allowed",
                    RecordReader::instant))
            .origin(values.webAddress("originUrl"));
    values.keywords("keywords").forEach(service::keywords);
    return service.build();
  }

  private static @Nullable RequiredDocument document(Values values) {
    LocalizedText title = values.localized("title");
    return title == null
        ? values.invalid("title", "a document needs a title")
        : new RequiredDocument(title, values.flag("optional"));
  }

  private static @Nullable Fee fee(Values values) {
    BigDecimal amount = values.amount("amount");
    BigDecimal maximum = values.amount("maximum");
    String currency =
        values.value(
            "currency",
            "three letters of ISO 4217 are allowed",
            text -> Optional.of(text).filter(t -> CURRENCY.matcher(t).matches()));
    LocalizedText description = values.localized("description");
    if (amount != null && currency == null && values.has("currency")) {
      // In which currency the amount is cannot be guessed.
      amount = null;
      maximum = null;
    }
    if (maximum != null && (amount == null || maximum.compareTo(amount) < 0)) {
      maximum = values.invalid("maximum", "a maximum needs an amount that is not larger");
    }
    return amount == null && description == null
        ? values.invalid("amount", "a fee needs an amount or a description")
        : new Fee(amount, maximum, currency == null ? "EUR" : currency, description);
  }

  private static @Nullable TimeLimit timeLimit(Values values) {
    LocalizedText description = values.localized("description");
    String duration =
        values.value(
            "duration",
            "an ISO 8601 duration such as P14D is allowed",
            text -> attempt(() -> new TimeLimit(null, text).duration()));
    return description == null && duration == null
        ? values.invalid("description", "a time needs a duration or a description")
        : new TimeLimit(description, duration);
  }

  private static @Nullable LegalReference legalReference(Values values) {
    String citation = values.text("citation");
    return citation == null
        ? values.invalid("citation", "a legal reference needs a citation")
        : new LegalReference(citation, values.webAddress("url"));
  }

  private static @Nullable Approval approval(Values values) {
    LocalDate on =
        values.value(
            "approvedOn",
            "a date such as 2026-11-01 is allowed",
            text -> attempt(() -> LocalDate.parse(text)));
    String by = values.text("approvedBy");
    return on == null && by == null ? null : new Approval(on, by);
  }

  private static OnlineService onlineService(RecordId id, Values values, TrustLevels trustLevels)
      throws BadRecordException {
    LocalizedText title = title(values);
    URI url = values.webAddress("url");
    if (url == null) {
      throw new BadRecordException(
          SkipReason.MISSING_PART, "url is missing: an http or https address is required");
    }
    AssuranceLevel level =
        values.value(
            "trustLevel",
            "none, basic, low, substantial or high is allowed",
            AssuranceLevel::ofLabel);
    if (level == null) {
      level =
          values.value(
              "trustLevelCode",
              "a code of the table of trust levels " + trustLevels.version() + " is allowed",
              trustLevels::level);
    }
    return new OnlineService(
        id,
        title,
        url,
        level,
        values.references("services", RecordClass.SERVICE),
        Set.copyOf(values.areas("areas")));
  }

  private static PublicOrganization organization(RecordId id, Values values)
      throws BadRecordException {
    return new PublicOrganization(
        id,
        title(values),
        values.value(
            "level",
            "federation, state, region, district, association or municipality is allowed",
            AreaLevel::ofLabel),
        values.value("area", "a regional key of 12 digits is allowed", RegionalKey::parse),
        values.webAddress("url"),
        values.texts("address"),
        values.text("phone"),
        values.value("email", "an e-mail address is allowed", matching(EMAIL)),
        values.texts("openingHours"),
        values.flag("demonstration"));
  }

  private static Jurisdiction jurisdiction(RecordId id, Values values) throws BadRecordException {
    RecordId organization =
        values.value(
            "organization",
            "an id, or AGENCY.OE.ID, is allowed",
            text -> values.reference(text, RecordClass.ORGANIZATION));
    Set<RecordId> services = values.references("services", RecordClass.SERVICE);
    Set<RegionalKey> areas = new TreeSet<>(values.areas("areas"));
    if (organization == null || services.isEmpty() || areas.isEmpty()) {
      throw new BadRecordException(
          SkipReason.MISSING_PART, "a jurisdiction needs organization, services and areas");
    }
    Jurisdiction.Role role =
        values.value(
            "role",
            "responsible or contact is allowed",
            text ->
                switch (text) {
                  case "responsible" -> Optional.of(Jurisdiction.Role.RESPONSIBLE);
                  case "contact" -> Optional.of(Jurisdiction.Role.CONTACT);
                  default -> Optional.empty();
                });
    if (role == null && values.has("role")) {
      // Without its role the record would say that the body decides.
      throw new BadRecordException(SkipReason.INVALID_VALUE, "the role is not known");
    }
    return new Jurisdiction(
        id, organization, services, areas, role == null ? Jurisdiction.Role.RESPONSIBLE : role);
  }

  private static PlaceRecord place(RecordId id, Values values) throws BadRecordException {
    if (!TWELVE_DIGITS.matcher(id.value()).matches()) {
      throw new BadRecordException(
          SkipReason.INVALID_VALUE, "the id of a place must be a regional key of 12 digits");
    }
    List<String> postalCodes =
        values.parsed("postalCodes", "five digits are allowed", matching(FIVE_DIGITS));
    return new PlaceRecord(
        id,
        new Place(
            new RegionalKey(id.value()),
            title(values).best(LocalizedText.GERMAN),
            Objects.requireNonNullElse(values.text("placeKind"), ""),
            values.value("municipalityKey", "eight digits are allowed", matching(EIGHT_DIGITS)),
            values.text("district"),
            Objects.requireNonNullElse(values.text("state"), ""),
            postalCodes,
            values.integer("population", 0, Integer.MAX_VALUE),
            values.decimal("latitude", -90, 90),
            values.decimal("longitude", -180, 180),
            values.texts("aliases"),
            values.parsed("formerKeys", "8 or 12 digits are allowed", matching(FORMER_KEY))));
  }

  private static Function<String, Optional<String>> matching(Pattern pattern) {
    return text -> Optional.of(text).filter(t -> pattern.matcher(t).matches());
  }

  private static Optional<Instant> instant(String text) {
    return attempt(() -> OffsetDateTime.parse(text).toInstant());
  }

  /** A value, or empty where its form is wrong. */
  private static <T> Optional<T> attempt(java.util.function.Supplier<@Nullable T> parser) {
    try {
      return Optional.ofNullable(parser.get());
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
