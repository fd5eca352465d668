package de.landbruecke.server.pages;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.PortalId;
import de.landbruecke.catalog.Audience;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.Topic;
import de.landbruecke.search.SearchRequest;
import de.landbruecke.search.SearchRequest.SortOrder;
import de.landbruecke.server.shared.Languages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks the search for, as the address of the results says it.
 *
 * @param query free text; may be empty
 * @param place as it was typed; null for none
 * @param filters what the results are narrowed by, in the core's values; no empty sets
 * @param language preferred language of the texts
 * @param sort the order
 * @param page from 1 to {@link #LAST_PAGE}
 */
record Question(
    String query,
    @Nullable String place,
    Map<Filter, Set<String>> filters,
    String language,
    SortOrder sort,
    int page) {

  /** The page of the results. */
  static final String PATH = "/suche";

  /** Hits on a page. */
  static final int PAGE = 10;

  /** No page lies deeper than the search goes. */
  static final int LAST_PAGE = SearchRequest.MAX_DEPTH / PAGE;

  /** Longer places are cut; the longest name has less than half of it. */
  static final int LONGEST_PLACE = 100;

  /** What holds without being said. */
  static final Map<String, String> DEFAULTS =
      Map.of("seite", "1", "sortierung", "relevanz", "sprache", LocalizedText.GERMAN);

  private static final Map<SortOrder, String> ORDERS = orders();

  /** The order that the values are shown in. */
  private static Map<SortOrder, String> orders() {
    Map<SortOrder, String> orders = new LinkedHashMap<>();
    orders.put(SortOrder.RELEVANCE, "relevanz");
    orders.put(SortOrder.TITLE, "titel");
    orders.put(SortOrder.DATE, "datum");
    return orders;
  }

  /** Copies the maps. */
  Question {
    Map<Filter, Set<String>> copy = new EnumMap<>(Filter.class);
    filters.forEach((filter, chosen) -> {
      if (!chosen.isEmpty()) {
        copy.put(filter, Collections.unmodifiableSet(new LinkedHashSet<>(chosen)));
      }
    });
    filters = Collections.unmodifiableMap(copy);
  }

  /**
   * A question with what was wrong in its address.
   *
   * @param faults sentences for people
   */
  record Reading(Question question, List<String> faults) {
    /** Copies the list. */
    Reading {
      faults = List.copyOf(faults);
    }
  }

  /**
   * Reads an address: what is unknown is ignored, what is wrong is told and left out.
   *
   * @param portals the portals that are known
   */
  static Reading read(Parameters parameters, List<String> portals) {
    List<String> faults = new ArrayList<>();
    String query = query(parameters, faults);
    Map<Filter, Set<String>> filters = new EnumMap<>(Filter.class);
    for (Filter filter : Filter.values()) {
      filters.put(filter, chosen(filter, filter.values(portals), parameters, faults));
    }
    if (filters.getOrDefault(Filter.ONLINE, Set.of()).size() > 1) {
      // Online or not: everything.
      filters.remove(Filter.ONLINE);
    }
    return new Reading(
        new Question(
            query,
            place(parameters),
            filters,
            language(parameters, faults),
            sort(parameters, faults),
            page(parameters, faults)),
        faults);
  }

  private static String query(Parameters parameters, List<String> faults) {
    String query = parameters.first("q");
    if (query == null) {
      return "";
    }
    if (query.length() > SearchRequest.MAX_QUERY) {
      faults.add(
          "Ihre Suche ist sehr lang. Wir haben nach den ersten "
              + SearchRequest.MAX_QUERY
              + " Zeichen gesucht.");
    }
    String line = Text.line(query, SearchRequest.MAX_QUERY + 1);
    return line.length() > SearchRequest.MAX_QUERY
        ? line.substring(0, SearchRequest.MAX_QUERY).strip()
        : line;
  }

  /** The place as it was typed, cut; null for none. */
  static @Nullable String place(Parameters parameters) {
    String place = parameters.first("ort");
    String line = place == null ? "" : Text.line(place, LONGEST_PLACE);
    return line.isEmpty() ? null : line;
  }

  private static Set<String> chosen(
      Filter filter, List<String> allowed, Parameters parameters, List<String> faults) {
    Set<String> chosen = new LinkedHashSet<>();
    for (String given : parameters.all(filter.parameter())) {
      Optional<String> value =
          allowed.stream().filter(v -> filter.parameterValue(v).equals(given)).findFirst();
      value.ifPresentOrElse(
          chosen::add,
          () ->
              faults.add(
                  "Beim Filter „"
                      + filter.legend()
                      + "“ gibt es „"
                      + shown(given)
                      + "“ nicht. Wir haben diese Angabe weggelassen."));
    }
    Set<String> ordered = new LinkedHashSet<>(allowed);
    ordered.retainAll(chosen);
    return ordered;
  }

  /** The preferred language; German where none is given or the given one is none. */
  static String language(Parameters parameters, List<String> faults) {
    String given = parameters.first("sprache");
    if (given == null) {
      return LocalizedText.GERMAN;
    }
    if (!Languages.isTag(given)) {
      faults.add("Die Sprache „" + shown(given) + "“ kennen wir nicht. Sie lesen Deutsch.");
      return LocalizedText.GERMAN;
    }
    return Languages.normalize(given);
  }

  private static SortOrder sort(Parameters parameters, List<String> faults) {
    String given = parameters.first("sortierung");
    for (Map.Entry<SortOrder, String> order : ORDERS.entrySet()) {
      if (given == null || order.getValue().equals(given)) {
        return order.getKey();
      }
    }
    faults.add("Die Sortierung „" + shown(given) + "“ gibt es nicht. Das Beste steht oben.");
    return SortOrder.RELEVANCE;
  }

  /** The number of the page; the first where none is given or the given one cannot be. */
  static int page(Parameters parameters, List<String> faults) {
    String given = parameters.first("seite");
    if (given == null) {
      return 1;
    }
    if (given.matches("0{0,9}[1-9]\\d{0,2}") && Integer.parseInt(given) <= LAST_PAGE) {
      return Integer.parseInt(given);
    }
    faults.add("Die Seite „" + shown(given) + "“ gibt es nicht. Sie sehen die erste Seite.");
    return 1;
  }

  private static String shown(@Nullable String given) {
    return given == null ? "" : Text.line(given, 40);
  }

  /** What the core is asked. */
  SearchRequest request() {
    Set<String> online = filters.getOrDefault(Filter.ONLINE, Set.of());
    return SearchRequest.builder(query)
        .place(place)
        .portals(of(Filter.PORTAL).map(PortalId::new).toList())
        .online(online.isEmpty() ? null : Boolean.valueOf(online.iterator().next()))
        .levels(of(Filter.LEVEL).map(AssuranceLevel::ofLabel).flatMap(Optional::stream).toList())
        .topics(of(Filter.TOPIC).map(Topic::ofSlug).flatMap(Optional::stream).toList())
        .audience(of(Filter.AUDIENCE).map(Audience::ofLabel).flatMap(Optional::stream).toList())
        .language(language)
        .sort(sort)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
        .build();
  }

  private Stream<String> of(Filter filter) {
    return filters.getOrDefault(filter, Set.of()).stream();
  }

  /** Where the question is answered; its parameters in a fixed order. */
  Address address() {
    Address address = Address.of(PATH).with("q", query).with("ort", place);
    for (Map.Entry<Filter, Set<String>> filter : filters.entrySet()) {
      for (String value : filter.getValue()) {
        address = address.with(filter.getKey().parameter(), filter.getKey().parameterValue(value));
      }
    }
    return address
        .with("sprache", language.equals(LocalizedText.GERMAN) ? null : language)
        .with("sortierung", sort == SortOrder.RELEVANCE ? null : ORDERS.get(sort))
        .with("seite", page == 1 ? null : Integer.toString(page));
  }

  /** How the address calls each order, in the order in which they are shown. */
  static Map<SortOrder, String> orderNames() {
    return ORDERS;
  }

  /** Another page of the same. */
  Question withPage(int number) {
    return new Question(query, place, filters, language, sort, number);
  }

  /** The first page for other words. */
  Question withQuery(String words) {
    return new Question(words, place, filters, language, sort, 1);
  }

  /** The first page for another place; null for none. */
  Question withPlace(@Nullable String other) {
    return new Question(query, other, filters, language, sort, 1);
  }

  /** The first page without one value of a filter. */
  Question without(Filter filter, String value) {
    Map<Filter, Set<String>> fewer = new EnumMap<>(Filter.class);
    fewer.putAll(filters);
    Set<String> rest = new LinkedHashSet<>(filters.getOrDefault(filter, Set.of()));
    rest.remove(value);
    fewer.put(filter, rest);
    return new Question(query, place, fewer, language, sort, 1);
  }

  /** The first page without any filter. */
  Question withoutFilters() {
    return new Question(query, place, Map.of(), language, sort, 1);
  }
}
