package de.landbruecke.server.pages;

import de.landbruecke.area.AreaDirectory;
import de.landbruecke.catalog.Topic;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.SearchRequest;
import de.landbruecke.search.SearchRequest.SortOrder;
import de.landbruecke.search.SearchResult;
import de.landbruecke.server.shared.ConditionalOnSearch;
import de.landbruecke.server.web.Page;
import de.landbruecke.server.web.Pages;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Topics, and the services of each. */
@Hidden
@ConditionalOnSearch
@RestController
final class TopicsPageController {

  private static final String PATH = "/themen";
  private static final int PER_PAGE = SearchRequest.MAX_LIMIT;
  private static final int LAST_PAGE = SearchRequest.MAX_DEPTH / PER_PAGE;

  private final CatalogSearch search;
  private final StartPage start;
  private final Pages pages;

  TopicsPageController(CatalogSearch search, StartPage start, Pages pages) {
    this.search = search;
    this.start = start;
    this.pages = pages;
  }

  /** All services, counted and not shown. */
  static SearchRequest everything() {
    return SearchRequest.builder("").limit(0).highlights(false).build();
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> topics(HttpServletRequest request) {
    Parameters parameters = Parameters.of(request.getQueryString());
    String clean = parameters.clean(PATH, Map.of());
    if (clean != null) {
      return Redirects.found(clean);
    }
    Whereabouts where = where(Question.place(parameters), PATH);
    TopicsView view =
        new TopicsView(
            TopicsView.topics(search.search(everything()), where.key()),
            start.situations(where.key()),
            where);
    return pages.ok(
        Page.of("Themen und Lebenslagen")
            .canonical(PATH)
            .back(PATH)
            .place(where.location())
            .build(),
        "pages/topics.jte",
        view);
  }

  @GetMapping(PATH + "/{slug}")
  ResponseEntity<byte[]> topic(@PathVariable String slug, HttpServletRequest request) {
    Topic topic =
        Topic.ofSlug(slug).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    String path = PATH + "/" + topic.slug();
    Parameters parameters = Parameters.of(request.getQueryString());
    String clean = parameters.clean(path, Question.DEFAULTS);
    if (clean != null) {
      return Redirects.found(clean);
    }
    List<String> faults = new ArrayList<>();
    Whereabouts where = where(Question.place(parameters), path);
    int page = Question.page(parameters, faults);
    SearchResult result = services(topic, where.key(), Math.min(page, LAST_PAGE));
    int last = Paging.lastOf(result.total(), PER_PAGE, LAST_PAGE);
    if (page > last) {
      faults.add("Die Seite " + page + " gibt es nicht. Sie sehen die letzte Seite.");
      page = last;
      result = services(topic, where.key(), page);
    }
    TopicView view =
        new TopicView(
            topic.title(),
            Formats.count(result.total(), "Leistung", "Leistungen"),
            faults,
            Address.of(Question.PATH)
                .with("ort", where.key())
                .with(Filter.TOPIC.parameter(), topic.slug())
                .toString(),
            result.hits().stream()
                .map(hit ->
                    ServiceLink.of(
                        hit.title(), ServicePageController.address(hit.id(), where.key(), "de")))
                .toList(),
            Paging.of(
                result.total(),
                PER_PAGE,
                LAST_PAGE,
                page,
                number ->
                    TopicsView.address(topic.slug(), where.key())
                        .with("seite", number == 1 ? null : Integer.toString(number))),
            where);
    return pages.ok(
        Page.of(view.heading() + (page == 1 ? "" : ", Seite " + page))
            .canonical(Address.of(path).with("seite", page == 1 ? null : "" + page).toString())
            .back(path)
            .place(where.location())
            .build(),
        "pages/topic.jte",
        view);
  }

  private SearchResult services(Topic topic, @Nullable String place, int page) {
    return search.search(
        SearchRequest.builder("")
            .place(place)
            .topics(List.of(topic))
            .sort(SortOrder.TITLE)
            .limit(PER_PAGE)
            .offset((page - 1) * PER_PAGE)
            .facets(false)
            .highlights(false)
            .build());
  }

  private Whereabouts where(@Nullable String place, String path) {
    AreaDirectory areas = search.areas();
    return Whereabouts.of(
        place,
        place == null ? null : areas.resolve(place),
        areas,
        key -> Address.of(path).with("ort", key));
  }
}
