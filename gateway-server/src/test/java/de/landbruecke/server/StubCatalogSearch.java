package de.landbruecke.server;

import de.landbruecke.PortalId;
import de.landbruecke.area.AreaDirectory;
import de.landbruecke.area.AreaLevel;
import de.landbruecke.area.Place;
import de.landbruecke.area.PlaceResolution;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.Audience;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.PublicService.Approval;
import de.landbruecke.catalog.PublicService.Fee;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.catalog.Topic;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.EntryTitle;
import de.landbruecke.search.Explanation;
import de.landbruecke.search.Offer;
import de.landbruecke.search.SearchHit;
import de.landbruecke.search.SearchHit.FoundBy;
import de.landbruecke.search.SearchRequest;
import de.landbruecke.search.SearchResult;
import de.landbruecke.search.ServiceDetail;
import de.landbruecke.search.StaleCursorException;
import de.landbruecke.search.Suggestion;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A search over three services in memory, for the parts that need no index. */
public final class StubCatalogSearch implements CatalogSearch {

  public static final String DOG = "99102013104000";
  public static final String PASSPORT = "99084001001000";
  public static final String MARKUP = "L1.LB.7";
  public static final String FORMER = "L1.LB.old";

  /** A query that fails inside, as a fault of ours would. */
  public static final String FAULT = "stub-fault";

  private static final Place STUTTGART =
      place("081110000000", "Stuttgart", "08111000", "Baden-Württemberg", "70173", 600_000);
  private static final Place LICHTENAU_1 =
      place("082165216029", "Lichtenau", "08216029", "Baden-Württemberg", "77839", 5_000);
  private static final Place LICHTENAU_2 =
      place("145225221310", "Lichtenau", "14522310", "Sachsen", "09244", 7_000);

  private final AreaDirectory areas =
      new AreaDirectory(List.of(STUTTGART, LICHTENAU_1, LICHTENAU_2));
  private final List<Entry> entries = new ArrayList<>();
  private volatile String generation = "1.0";

  private record Entry(String id, List<Member> members) {}

  private record Member(PortalId portal, PublicService service, List<OnlineService> online) {}

  public StubCatalogSearch() {
    PublicService dog =
        service("L1", "130", "Hundesteuer anmelden", "Dog tax: register", DOG, "08");
    entries.add(
        new Entry(
            DOG,
            List.of(
                new Member(
                    new PortalId("service-bw"),
                    dog,
                    List.of(
                        new OnlineService(
                            new RecordId("L1", RecordClass.ONLINE_SERVICE, "9"),
                            LocalizedText.german("Hund online anmelden"),
                            URI.create("https://example.org/hund"),
                            de.landbruecke.AssuranceLevel.LOW,
                            Set.of(dog.id()),
                            Set.of()))),
                new Member(
                    new PortalId("amt24"),
                    service("L2", "77", "Hund anmelden", null, DOG, "14"),
                    List.of()))));
    entries.add(
        new Entry(
            PASSPORT,
            List.of(
                new Member(
                    new PortalId("amt24"),
                    service("L2", "78", "Reisepass beantragen", null, PASSPORT, "14"),
                    List.of()))));
    entries.add(
        new Entry(
            MARKUP,
            List.of(
                new Member(
                    new PortalId("service-bw"),
                    service(
                        "L1", "7", "Probe </script><script>alert(1)</script>", null, null, "08"),
                    List.of()))));
  }

  private static Place place(
      String key, String name, String ags, String state, String postalCode, int population) {
    return new Place(
        new RegionalKey(key),
        name,
        "Gemeinde",
        ags,
        "Kreis " + state,
        state,
        List.of(postalCode),
        population,
        48.5,
        9.1,
        List.of(),
        List.of());
  }

  private static PublicService service(
      String agency,
      String id,
      String title,
      @Nullable String english,
      @Nullable String key,
      String state) {
    Map<String, String> titles = new TreeMap<>(Map.of("de", title));
    if (english != null) {
      titles.put("en", english);
    }
    return PublicService.builder(
            new RecordId(agency, RecordClass.SERVICE, id), LocalizedText.of(titles))
        .keys(key == null ? List.of() : List.of(new ServiceKey(key)))
        .summary(LocalizedText.german("Was zu tun ist"))
        .topics(Set.of(Topic.STEUERN_ZOLL))
        .audience(Set.of(Audience.CITIZEN))
        .areas(Set.of(RegionalKey.parse(state).orElseThrow()))
        .fees(
            List.of(new Fee(new BigDecimal("46.00"), null, "EUR", LocalizedText.german("je Hund"))))
        .approval(new Approval(LocalDate.of(2026, 3, 1), "Ministerium"))
        .origin(URI.create("https://example.org/" + id))
        .build();
  }

  /** From now on another generation answers, as after an update. */
  public void publish(String newGeneration) {
    generation = newGeneration;
  }

  @Override
  public SearchResult search(SearchRequest request) {
    if (request.query().equals(FAULT)) {
      throw new IllegalStateException("failed on " + request.query());
    }
    int from = request.offset();
    String cursor = request.cursor();
    if (cursor != null) {
      String[] parts = cursor.split("~", -1);
      if (parts.length != 2 || !parts[1].matches("\\d{1,4}")) {
        throw new IllegalArgumentException("no cursor of ours");
      }
      if (!parts[0].equals(generation)) {
        throw new StaleCursorException(parts[0]);
      }
      from = Integer.parseInt(parts[1]);
    }
    PlaceResolution place = request.place() == null ? null : areas.resolve(request.place());
    RegionalKey at =
        place instanceof PlaceResolution.Resolved resolved ? resolved.place().key() : null;
    String query = request.query().toLowerCase(Locale.ROOT);
    boolean typo = query.equals("hundestuer");
    List<Entry> found =
        entries.stream()
            .filter(entry ->
                entry.members().stream()
                    .anyMatch(m ->
                        m.service()
                            .title()
                            .best("de")
                            .toLowerCase(Locale.ROOT)
                            .contains(typo ? "hundesteuer" : query)))
            .filter(entry ->
                request.portals().isEmpty()
                    || entry.members().stream()
                        .anyMatch(m -> request.portals().contains(m.portal())))
            .toList();
    int to = Math.min(found.size(), from + request.limit());
    List<SearchHit> hits =
        found.subList(Math.min(from, to), to).stream()
            .map(e -> hit(e, request.language(), at, typo))
            .toList();
    return new SearchResult(
        found.size(),
        hits,
        request.facets()
            ? Map.of(
                "portal",
                List.of(
                    new SearchResult.FacetValue("amt24", "Amt24", 2),
                    new SearchResult.FacetValue("service-bw", "service-bw", 2)))
            : Map.of(),
        typo ? "hundesteuer" : null,
        place,
        to < found.size() && request.limit() > 0 ? generation + "~" + to : null,
        generation);
  }

  private static SearchHit hit(
      Entry entry, String language, @Nullable RegionalKey at, boolean typo) {
    PublicService first = entry.members().getFirst().service();
    List<Offer> offers =
        entry.members().stream()
            .map(m ->
                new Offer(
                    m.portal(),
                    m.service().id(),
                    m.service().title().best(language),
                    "Was zu tun ist",
                    m.service().title().bestLanguage(language),
                    m.service().origin(),
                    List.copyOf(m.service().areas()),
                    at == null ? null : m.service().areas().stream().anyMatch(a -> a.contains(at)),
                    m.service().fees(),
                    null,
                    0,
                    m.service().approval(),
                    m.online().stream()
                        .map(o ->
                            new Offer.OnlineStart(o.title().best(language), o.url(), o.level()))
                        .toList()))
            .toList();
    return new SearchHit(
        entry.id(),
        List.copyOf(first.keys()),
        first.title().best(language),
        null,
        "Was zu tun ist",
        List.copyOf(first.topics()),
        List.copyOf(first.audience()),
        Map.of(),
        SearchHit.Match.FULL,
        offers,
        at == null ? null : true,
        at == null
            ? null
            : new SearchHit.Responsible(
                new RecordId("L1", RecordClass.ORGANIZATION, "1"),
                "Bürgerbüro",
                AreaLevel.MUNICIPALITY,
                at,
                null),
        typo
            ? List.of(new FoundBy(FoundBy.Kind.CORRECTION, "hundestuer", "hundesteuer"))
            : List.of(),
        1.5);
  }

  private Optional<Entry> entry(String id) {
    String sought = id.equals(FORMER) ? MARKUP : id;
    return entries.stream()
        .filter(e ->
            e.id().equals(sought)
                || e.members().stream().anyMatch(m -> m.service().id().toString().equals(sought)))
        .findFirst();
  }

  @Override
  public Optional<ServiceDetail> service(String id, @Nullable String place) {
    PlaceResolution resolution = place == null ? null : areas.resolve(place);
    List<PublicOrganization> offices =
        resolution instanceof PlaceResolution.Resolved resolved
            ? List.of(
                new PublicOrganization(
                    new RecordId("L1", RecordClass.ORGANIZATION, "1"),
                    LocalizedText.german("Bürgerbüro"),
                    AreaLevel.MUNICIPALITY,
                    resolved.place().key(),
                    null,
                    List.of("Musterstraße 1"),
                    null,
                    null,
                    List.of(),
                    true))
            : List.of();
    return entry(id)
        .map(e ->
            new ServiceDetail(
                e.id(),
                List.copyOf(e.members().getFirst().service().keys()),
                e.members().stream()
                    .map(m ->
                        new ServiceDetail.Variant(
                            m.portal(), "shipped", m.service(), m.online(), null))
                    .toList(),
                offices,
                resolution,
                List.of(new ServiceDetail.SimilarService(PASSPORT, "Reisepass beantragen")),
                generation));
  }

  @Override
  public List<Suggestion> suggest(String prefix, int limit) {
    return Stream.concat(
            entries.stream()
                .map(e -> e.members().getFirst().service().title().best("de"))
                .filter(title -> title.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(title -> new Suggestion(Suggestion.Kind.SERVICE, title, DOG, null)),
            prefix.isEmpty()
                ? Stream.empty()
                : areas.startingWith(prefix, limit).stream()
                    .map(place ->
                        new Suggestion(
                            Suggestion.Kind.PLACE,
                            place.name(),
                            place.key().value(),
                            place.state())))
        .limit(limit)
        .toList();
  }

  @Override
  public List<Place> places(String prefix, int limit) {
    return areas.startingWith(prefix, limit);
  }

  @Override
  public Optional<Explanation> explain(SearchRequest request, String id) {
    return entry(id)
        .map(e ->
            new Explanation(
                e.id(),
                true,
                1.5,
                "words",
                List.of(new Explanation.Part(1.5, "title", List.of()))));
  }

  @Override
  public List<EntryTitle> entries() {
    return entries.stream()
        .map(entry ->
            new EntryTitle(
                entry.id(),
                entry.members().stream()
                    .map(m ->
                        new EntryTitle.Name(
                            m.service().title().best("de"), List.copyOf(m.service().areas())))
                    .toList()))
        .sorted(Comparator.comparing(EntryTitle::id))
        .toList();
  }

  @Override
  public AreaDirectory areas() {
    return areas;
  }

  @Override
  public String generation() {
    return generation;
  }
}
