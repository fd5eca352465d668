package de.landbruecke.server.pages;

import de.landbruecke.area.AreaDirectory;
import de.landbruecke.search.SearchHit;
import de.landbruecke.search.SearchRequest.SortOrder;
import de.landbruecke.search.SearchResult;
import de.landbruecke.search.SearchResult.FacetValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The page of results.
 *
 * @param search the form at the top
 * @param heading the page's one heading
 * @param count what was found, in a sentence
 * @param faults what was wrong in the address
 * @param where the place
 * @param didYouMean the same search with its errors corrected; null where there is nothing to mend
 * @param chosen what the results are narrowed by, each with the page without it
 * @param withoutFilters the page without any; null where none is chosen
 * @param groups what the results can be narrowed by
 * @param hidden parameters that the form of the filters carries on
 * @param orders the orders to choose from
 * @param cards the hits
 * @param weak hits that only nearly match
 * @param paging the other pages
 * @param help what to do where nothing was found; null where something was
 */
record ResultsView(
    SearchForm search,
    String heading,
    String count,
    List<String> faults,
    Whereabouts where,
    @Nullable ServiceLink didYouMean,
    List<ServiceLink> chosen,
    @Nullable String withoutFilters,
    List<Group> groups,
    List<Hidden> hidden,
    List<Choice> orders,
    List<ResultCard> cards,
    List<ResultCard> weak,
    Paging paging,
    @Nullable Help help) {

  /** Values of one filter. */
  record Group(String parameter, String legend, List<Choice> choices) {}

  /**
   * Something to tick or to choose.
   *
   * @param id unique on the page
   * @param value for the parameter
   * @param count how many services have it; empty where that is not told
   */
  record Choice(String id, String value, String label, String count, boolean selected) {}

  /** A parameter that a form carries on. */
  record Hidden(String name, String value) {}

  /**
   * What to do where nothing was found.
   *
   * @param fewerFilters the same search without one filter each
   * @param anywhere the same search without a place; null where none is named
   */
  record Help(List<ServiceLink> fewerFilters, @Nullable String anywhere) {}

  /** Copies the lists. */
  ResultsView {
    faults = List.copyOf(faults);
    chosen = List.copyOf(chosen);
    groups = List.copyOf(groups);
    hidden = List.copyOf(hidden);
    orders = List.copyOf(orders);
    cards = List.copyOf(cards);
    weak = List.copyOf(weak);
  }

  /** What the core answered, as a page. */
  static ResultsView of(
      Question question, List<String> faults, SearchResult result, AreaDirectory areas) {
    Whereabouts where =
        Whereabouts.of(
            question.place(), result.place(), areas, key -> question.withPlace(key).address());
    AreaNames names = new AreaNames(areas);
    String corrected = result.didYouMean();
    return new ResultsView(
        new SearchForm(question.query(), where.field(), question.language()),
        heading(question),
        result.total() == 0
            ? "Keine Leistung gefunden"
            : Formats.count(result.total(), "Leistung", "Leistungen"),
        faults,
        where,
        corrected == null
            ? null
            : ServiceLink.of(corrected, corrected(question, corrected, where).address()),
        chosen(question),
        question.filters().isEmpty() ? null : question.withoutFilters().address().toString(),
        result.total() == 0 ? List.of() : groups(question, result.facets()),
        hidden(question),
        orders(question),
        cards(result, SearchHit.Match.FULL, where, question, names),
        cards(result, SearchHit.Match.WEAK, where, question, names),
        Paging.of(
            result.total(),
            Question.PAGE,
            Question.LAST_PAGE,
            question.page(),
            number -> question.withPage(number).address()),
        result.total() > 0 ? null : help(question, where));
  }

  /** The core leaves a place that it found in the words out of the corrected ones. */
  private static Question corrected(Question question, String words, Whereabouts where) {
    return question
        .withQuery(words)
        .withPlace(where.fromQuery() && where.isResolved() ? where.key() : question.place());
  }

  private static String heading(Question question) {
    if (!question.query().isEmpty()) {
      return "Ergebnisse für „" + Text.cut(question.query(), 80) + "“";
    }
    Set<String> topics = question.filters().getOrDefault(Filter.TOPIC, Set.of());
    return topics.size() == 1 && question.filters().size() == 1
        ? "Leistungen zum Thema " + Filter.TOPIC.label(topics.iterator().next())
        : "Alle Leistungen";
  }

  /** The title of the page: what was asked, how much was found, and which page this is. */
  String title() {
    String page = paging.isNeeded() ? ", Seite " + paging.current() + " von " + paging.last() : "";
    return heading + ": " + count + page;
  }

  private static List<ServiceLink> chosen(Question question) {
    List<ServiceLink> links = new ArrayList<>();
    question
        .filters()
        .forEach((filter, values) ->
            values.forEach(value ->
                links.add(
                    ServiceLink.of(
                        filter.label(value), question.without(filter, value).address()))));
    return links;
  }

  private static List<Group> groups(Question question, Map<String, List<FacetValue>> facets) {
    List<Group> groups = new ArrayList<>();
    for (Filter filter : Filter.values()) {
      Set<String> chosen = question.filters().getOrDefault(filter, Set.of());
      List<FacetValue> values = facets.getOrDefault(filter.facet(), List.of());
      List<Choice> choices = new ArrayList<>();
      for (FacetValue value : values) {
        choices.add(
            new Choice(
                "f" + groups.size() + "-" + choices.size(),
                filter.parameterValue(value.value()),
                filter.label(value.value()),
                Formats.count(value.count()),
                chosen.contains(value.value())));
      }
      if (!choices.isEmpty()) {
        groups.add(new Group(filter.parameter(), filter.legend(), choices));
      }
    }
    return groups;
  }

  private static List<Hidden> hidden(Question question) {
    List<Hidden> hidden = new ArrayList<>();
    if (!question.query().isEmpty()) {
      hidden.add(new Hidden("q", question.query()));
    }
    if (question.place() != null) {
      hidden.add(new Hidden("ort", question.place()));
    }
    if (!question.language().equals("de")) {
      hidden.add(new Hidden("sprache", question.language()));
    }
    return hidden;
  }

  private static List<Choice> orders(Question question) {
    List<Choice> orders = new ArrayList<>();
    Question.orderNames()
        .forEach((order, name) ->
            orders.add(
                new Choice(
                    "sortierung-" + name, name, label(order), "", order == question.sort())));
    return orders;
  }

  private static String label(SortOrder order) {
    return switch (order) {
      case RELEVANCE -> "Das Beste zuerst";
      case TITLE -> "Von A bis Z";
      case DATE -> "Neueste zuerst";
    };
  }

  private static List<ResultCard> cards(
      SearchResult result,
      SearchHit.Match match,
      Whereabouts where,
      Question question,
      AreaNames areas) {
    return result.hits().stream()
        .filter(hit -> hit.match() == match)
        .map(hit ->
            ResultCard.of(
                hit,
                where,
                question.language(),
                areas,
                ServicePageController.address(hit.id(), where.key(), question.language())))
        .toList();
  }

  private static Help help(Question question, Whereabouts where) {
    List<ServiceLink> fewer = new ArrayList<>();
    question
        .filters()
        .forEach((filter, values) ->
            values.forEach(value ->
                fewer.add(
                    ServiceLink.of(
                        filter.legend() + ": " + filter.label(value),
                        question.without(filter, value).address()))));
    return new Help(fewer, where.place() == null || where.fromQuery() ? null : where.remove());
  }
}
