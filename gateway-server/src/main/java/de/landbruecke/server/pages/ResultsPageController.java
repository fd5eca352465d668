package de.landbruecke.server.pages;

import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.SearchResult;
import de.landbruecke.server.shared.ClientNetworks;
import de.landbruecke.server.shared.ConditionalOnSearch;
import de.landbruecke.server.shared.Portals;
import de.landbruecke.server.shared.QueryListener;
import de.landbruecke.server.shared.SearchMetrics;
import de.landbruecke.server.web.Page;
import de.landbruecke.server.web.Pages;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The results of a search. */
@Hidden
@ConditionalOnSearch
@RestController
final class ResultsPageController {

  private final CatalogSearch search;
  private final Portals portals;
  private final SearchMetrics metrics;
  private final ClientNetworks networks;
  private final QueryListener listener;
  private final Pages pages;

  ResultsPageController(
      CatalogSearch search,
      Portals portals,
      SearchMetrics metrics,
      ClientNetworks networks,
      QueryListener listener,
      Pages pages) {
    this.search = search;
    this.portals = portals;
    this.metrics = metrics;
    this.networks = networks;
    this.listener = listener;
    this.pages = pages;
  }

  @GetMapping(Question.PATH)
  ResponseEntity<byte[]> results(HttpServletRequest request) {
    Parameters parameters = Parameters.of(request.getQueryString());
    String clean = parameters.clean(Question.PATH, Question.DEFAULTS);
    if (clean != null) {
      return Redirects.found(clean);
    }
    Question.Reading reading = Question.read(parameters, portals.all());
    List<String> faults = new ArrayList<>(reading.faults());
    Question question = reading.question();
    SearchResult result = find(question);
    int last = Paging.lastOf(result.total(), Question.PAGE, Question.LAST_PAGE);
    if (question.page() > last) {
      faults.add("Die Seite " + question.page() + " gibt es nicht. Sie sehen die letzte Seite.");
      question = question.withPage(last);
      result = find(question);
    }
    metrics.found(question.query(), result.total());
    if (question.page() == 1) {
      String query = question.query();
      long total = result.total();
      networks.networkOf(request).ifPresent(network -> listener.searched(query, network, total));
    }
    ResultsView view = ResultsView.of(question, faults, result, search.areas());
    return pages.ok(
        Page.of(view.title())
            // Every search would be a page of its own.
            .robots("noindex")
            .back(view.where().remove())
            .place(view.where().location())
            .script("suggestions.js")
            .build(),
        "pages/results.jte",
        view);
  }

  private SearchResult find(Question question) {
    return metrics.timeSearch(
        question.query(), question.language(), () -> search.search(question.request()));
  }
}
