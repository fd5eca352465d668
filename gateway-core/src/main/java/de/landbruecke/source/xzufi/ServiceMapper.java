package de.landbruecke.source.xzufi;

import de.landbruecke.catalog.Audience;
import de.landbruecke.catalog.LocalizedText;
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
import de.landbruecke.source.SourceReport.SkipReason;
import de.landbruecke.source.internal.CatalogReading;
import de.landbruecke.source.internal.CatalogTexts;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a service of a {@code leistung}. Not thread-safe. */
final class ServiceMapper {

  private static final Pattern AMOUNT = Pattern.compile("\\d{1,12}([.,]\\d{1,4})?");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,5}");

  /** Times without a zone are those of the portal. */
  private static final ZoneId PORTAL_TIME = ZoneId.of("Europe/Berlin");

  private final ElementValues values;
  private final Element service;
  private final Map<String, List<Element>> modules = new HashMap<>();

  ServiceMapper(ElementValues values, Element service) {
    this.values = values;
    this.service = service;
    for (Element module : service.children(Name.MODULE_TEXT)) {
      module
          .child(Name.MODULE_CODE)
          .flatMap(code -> values.names().code("module", code.code()))
          .ifPresent(m -> modules.computeIfAbsent(m, k -> new ArrayList<>()).add(module));
    }
  }

  PublicService map() throws BadElementException {
    RecordId id = values.id(service, Name.ID, RecordClass.SERVICE);
    Map<String, String> formal = plain("formalName");
    Map<String, String> title = new TreeMap<>(formal);
    title.putAll(plain("title"));
    if (!title.containsKey(LocalizedText.GERMAN)) {
      throw new BadElementException(
          SkipReason.MISSING_PART,
          "service "
              + CatalogReading.excerpt(id.value(), 60)
              + " has neither text module 03 nor 02 in German");
    }
    Map<String, String> teaser = plain("teaser");
    Map<String, String> text = html("text");
    PublicService.Builder builder =
        PublicService.builder(id, LocalizedText.of(title))
            .keys(keys())
            .formalName(formal.equals(title) ? null : ElementValues.localized(formal))
            // The short text (05) fills in for what is missing: first the teaser, then the text.
            .summary(ElementValues.localized(teaser.isEmpty() ? plain("shortText") : teaser))
            .text(
                ElementValues.localized(
                    text.isEmpty() && !teaser.isEmpty() ? html("shortText") : text))
            .conditions(ElementValues.localized(html("conditions")))
            .procedure(ElementValues.localized(html("procedure")))
            .documents(
                values.lines(contents("documents")).stream()
                    .map(line -> new RequiredDocument(line, false))
                    .toList())
            .fees(fees())
            .deadlines(times(Name.MODULE_DEADLINES, Name.DEADLINE))
            .processingTime(
                times(Name.MODULE_PROCESSING_TIME, Name.PROCESSING_TIME).stream()
                    .findFirst()
                    .orElse(null))
            .legalBasis(legalBasis())
            .audience(audience())
            .areas(values.areas(service.children(Name.AREA_OF_VALIDITY)))
            .approval(approval())
            .changedAt(changedAt())
            .origin(origin());
    keywords(builder);
    categories(builder);
    return builder.build();
  }

  private List<Element> contents(String module) {
    return modules.getOrDefault(module, List.of()).stream()
        .flatMap(element -> element.children(Name.CONTENT).stream())
        .toList();
  }

  private Map<String, String> plain(String module) {
    return values.texts(contents(module), CatalogTexts::plain);
  }

  private Map<String, String> html(String module) {
    return values.texts(contents(module), CatalogTexts::html);
  }

  /** Portals have put several keys into one element, separated by commas. */
  private List<ServiceKey> keys() {
    List<ServiceKey> keys = new ArrayList<>();
    for (Element element : service.children(Name.SERVICE_KEY)) {
      for (String text : element.code().split(",", -1)) {
        if (!text.isBlank()) {
          ServiceKey.parse(text)
              .ifPresentOrElse(
                  keys::add,
                  () -> values.invalid("service key", text, "99 and twelve digits are allowed"));
        }
      }
    }
    return keys;
  }

  private List<Fee> fees() {
    List<Fee> fees = new ArrayList<>();
    for (Element module : service.children(Name.MODULE_FEES)) {
      LocalizedText description = values.plain(module.children(Name.DESCRIPTION));
      List<Element> structured = module.children(Name.FEE);
      List<Fee> amounts = new ArrayList<>();
      for (Element fee : structured) {
        fee(fee, structured.size() == 1 ? description : null).ifPresent(amounts::add);
      }
      if (description != null && (amounts.isEmpty() || structured.size() != 1)) {
        amounts.add(new Fee(null, null, "EUR", description));
      }
      fees.addAll(amounts);
    }
    return fees;
  }

  private Optional<Fee> fee(Element fee, @Nullable LocalizedText shared) {
    LocalizedText own = values.plain(fee.children(Name.DESCRIPTION));
    LocalizedText description = own == null ? shared : own;
    BigDecimal amount = amount(fee, Name.AMOUNT);
    if (amount == null) {
      amount = amount(fee, Name.AMOUNT_MINIMUM);
    }
    BigDecimal maximum = amount == null ? null : amount(fee, Name.AMOUNT_MAXIMUM);
    if (maximum != null && maximum.compareTo(amount) < 0) {
      values.invalid("maximum fee", maximum.toPlainString(), "at least the amount is allowed");
      maximum = null;
    }
    String currency = fee.descendant(Name.CURRENCY).map(Element::code).orElse("EUR");
    if (!CURRENCY.matcher(currency).matches()) {
      values.invalid("currency", currency, "three letters of ISO 4217 are allowed");
      return own == null ? Optional.empty() : Optional.of(new Fee(null, null, "EUR", own));
    }
    return amount == null && own == null
        ? Optional.empty()
        : Optional.of(new Fee(amount, maximum, currency, description));
  }

  private @Nullable BigDecimal amount(Element fee, Name name) {
    Optional<Element> element = fee.descendant(name);
    if (element.isEmpty()) {
      return null;
    }
    String text = element.get().text();
    if (!AMOUNT.matcher(text).matches()) {
      values.invalid("fee", text, "an amount such as 46.00 is allowed");
      return null;
    }
    return new BigDecimal(text.replace(',', '.'));
  }

  private List<TimeLimit> times(Name moduleName, Name structuredName) {
    List<TimeLimit> times = new ArrayList<>();
    for (Element module : service.children(moduleName)) {
      LocalizedText description = values.plain(module.children(Name.DESCRIPTION));
      List<String> durations =
          module.children(structuredName).stream()
              .flatMap(element -> duration(element).stream())
              .toList();
      if (durations.size() == 1) {
        times.add(new TimeLimit(description, durations.getFirst()));
        continue;
      }
      if (description != null) {
        times.add(new TimeLimit(description, null));
      }
      durations.forEach(duration -> times.add(new TimeLimit(null, duration)));
    }
    return times;
  }

  private Optional<String> duration(Element element) {
    Optional<String> count = element.descendant(Name.DURATION).map(Element::text);
    Optional<String> unit = element.descendant(Name.UNIT).map(Element::code);
    if (count.isEmpty() || unit.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> form = values.names().code("unit", unit.get());
    if (form.isEmpty() || !COUNT.matcher(count.get()).matches()) {
      values.invalid(
          "duration",
          count.get() + " " + unit.get(),
          "a number and a unit of the table are allowed");
      return Optional.empty();
    }
    return Optional.of(form.get().replace("#", count.get()));
  }

  /** Links name norms best; lines of the text that no link repeats are citations, too. */
  private List<LegalReference> legalBasis() {
    List<LegalReference> norms = new ArrayList<>();
    for (Element module : modules.getOrDefault("legalBasis", List.of())) {
      for (Element link : module.children(Name.FURTHER_LINK)) {
        String title =
            link.child(Name.TITLE).map(Element::html).map(CatalogTexts::plain).orElse("");
        URI url = link.child(Name.URI).map(Element::text).flatMap(this::webAddress).orElse(null);
        if (!title.isEmpty() && norms.stream().noneMatch(n -> n.citation().equals(title))) {
          norms.add(new LegalReference(title, url));
        }
      }
    }
    for (LocalizedText line : values.lines(contents("legalBasis"))) {
      String citation = line.best(LocalizedText.GERMAN);
      if (norms.stream().noneMatch(norm -> norm.citation().equals(citation))) {
        norms.add(new LegalReference(citation, null));
      }
    }
    return norms;
  }

  private Optional<URI> webAddress(String text) {
    Optional<URI> address = CatalogTexts.webAddress(text);
    if (address.isEmpty() && !text.isEmpty()) {
      values.invalid("address", text, "an absolute http or https address is allowed");
    }
    return address;
  }

  private void keywords(PublicService.Builder builder) {
    Map<String, List<String>> words = new TreeMap<>();
    for (Element module : service.children(Name.MODULE_KEYWORDS)) {
      for (Element keyword : module.children(Name.KEYWORD)) {
        values
            .texts(keyword.children(Name.TERM), CatalogTexts::plain)
            .forEach((tag, word) -> words.computeIfAbsent(tag, t -> new ArrayList<>()).add(word));
      }
    }
    words.forEach((tag, list) -> builder.keywords(tag, list.stream().distinct().toList()));
  }

  private List<Audience> audience() {
    return service.children(Name.AUDIENCE).stream()
        .flatMap(element -> values.code("audience", element).stream())
        .flatMap(label -> Audience.ofLabel(label).stream())
        .toList();
  }

  /** A category that is one of the federal topics is a topic; others are life situations. */
  private void categories(PublicService.Builder builder) {
    for (Element category : service.children(Name.CATEGORY)) {
      LocalizedText name = values.plain(category.children(Name.DESIGNATION));
      Optional<Topic> topic =
          category
              .child(Name.ID)
              .flatMap(id -> Topic.ofSlug(id.text()))
              .or(() -> Optional.ofNullable(name).flatMap(ServiceMapper::topic));
      if (topic.isPresent()) {
        builder.topics(List.of(topic.get()));
      } else if (name != null) {
        builder.lifeSituations(List.of(name.best(LocalizedText.GERMAN)));
      }
    }
  }

  private static Optional<Topic> topic(LocalizedText name) {
    String german = name.best(LocalizedText.GERMAN);
    for (Topic topic : Topic.values()) {
      if (topic.title().equalsIgnoreCase(german) || topic.slug().equals(german)) {
        return Optional.of(topic);
      }
    }
    return Optional.empty();
  }

  private @Nullable Approval approval() {
    Optional<Element> module = service.child(Name.MODULE_APPROVAL);
    if (module.isEmpty()) {
      return null;
    }
    LocalDate on = null;
    Optional<String> text = module.get().child(Name.APPROVED_ON).map(Element::text);
    if (text.isPresent() && !text.get().isEmpty()) {
      try {
        // A date, sometimes with a time or a zone behind it.
        on = LocalDate.parse(text.get().substring(0, Math.min(10, text.get().length())));
      } catch (DateTimeException e) {
        values.invalid("approval", text.get(), "a date such as 2026-11-01 is allowed");
      }
    }
    LocalizedText by = values.plain(module.get().children(Name.APPROVED_BY));
    return on == null && by == null
        ? null
        : new Approval(on, by == null ? null : by.best(LocalizedText.GERMAN));
  }

  private @Nullable Instant changedAt() {
    Optional<String> text =
        service
            .child(Name.VERSION_INFORMATION)
            .flatMap(version -> version.child(Name.CHANGED_AT))
            .map(Element::text)
            .filter(value -> !value.isEmpty());
    if (text.isEmpty()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text.get()).toInstant();
    } catch (DateTimeException withoutZone) {
      try {
        return LocalDateTime.parse(text.get()).atZone(PORTAL_TIME).toInstant();
      } catch (DateTimeException e) {
        values.invalid("change", text.get(), "an instant such as 2026-11-01T12:00:00Z is allowed");
        return null;
      }
    }
  }

  /** The German page, else the one that the portal shows first. */
  private @Nullable URI origin() {
    return service.children(Name.MODULE_ORIGIN).stream()
        .sorted(
            Comparator.comparing((Element page) ->
                !page.attribute(Name.LANGUAGE)
                    .orElse(LocalizedText.GERMAN)
                    .equals(LocalizedText.GERMAN)))
        .flatMap(page -> page.child(Name.URI).stream())
        .flatMap(uri -> webAddress(uri.text()).stream())
        .findFirst()
        .orElse(null);
  }
}
