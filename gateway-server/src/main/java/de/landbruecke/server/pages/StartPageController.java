package de.landbruecke.server.pages;

import de.landbruecke.area.AreaDirectory;
import de.landbruecke.area.Place;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.SearchResult;
import de.landbruecke.server.shared.ConditionalOnSearch;
import de.landbruecke.server.web.Page;
import de.landbruecke.server.web.Pages;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The start page. */
@Hidden
@ConditionalOnSearch
@RestController
final class StartPageController {

  private final CatalogSearch search;
  private final TitleIndex titles;
  private final StartPage start;
  private final Pages pages;
  private final Clock clock;

  StartPageController(
      CatalogSearch search, TitleIndex titles, StartPage start, Pages pages, Clock clock) {
    this.search = search;
    this.titles = titles;
    this.start = start;
    this.pages = pages;
    this.clock = clock;
  }

  @GetMapping("/")
  ResponseEntity<byte[]> start(HttpServletRequest request) {
    Parameters parameters = Parameters.of(request.getQueryString());
    String clean = parameters.clean("/", Map.of());
    if (clean != null) {
      return Redirects.found(clean);
    }
    String place = Question.place(parameters);
    AreaDirectory areas = search.areas();
    Whereabouts where =
        Whereabouts.of(
            place,
            place == null ? null : areas.resolve(place),
            areas,
            key -> Address.of("/").with("ort", key));
    Place here = where.place();
    SearchResult everything = search.search(TopicsPageController.everything());
    StartView view =
        new StartView(
            new SearchForm("", where.field(), "de"),
            where,
            start.featured(
                titles,
                here == null ? null : here.key(),
                LocalDate.now(clock.withZone(Formats.ZONE))),
            start.situations(where.key()),
            TopicsView.topics(everything, where.key()),
            Formats.count(everything.total(), "Leistung", "Leistungen"));
    return pages.ok(
        Page.of("Leistungen der Verwaltung finden")
            .canonical("/")
            .description(
                "Finden Sie Leistungen der Verwaltung in Ihren Worten: was sie kosten, wer"
                    + " zuständig ist, was Sie mitbringen und wo es online geht.")
            .place(where.location())
            .script("suggestions.js")
            .build(),
        "pages/start.jte",
        view);
  }
}
