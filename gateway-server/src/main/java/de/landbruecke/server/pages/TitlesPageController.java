package de.landbruecke.server.pages;

import de.landbruecke.area.AreaDirectory;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.server.shared.ConditionalOnSearch;
import de.landbruecke.server.web.Page;
import de.landbruecke.server.web.Pages;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** All services by letter. */
@Hidden
@ConditionalOnSearch
@RestController
final class TitlesPageController {

  private static final String PATH = "/a-z";

  private final CatalogSearch search;
  private final TitleIndex titles;
  private final Pages pages;

  TitlesPageController(CatalogSearch search, TitleIndex titles, Pages pages) {
    this.search = search;
    this.titles = titles;
    this.pages = pages;
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> all(HttpServletRequest request) {
    return page(PATH, null, request);
  }

  @GetMapping(PATH + "/{letter}")
  ResponseEntity<byte[]> letter(@PathVariable String letter, HttpServletRequest request) {
    return page(PATH + "/" + letter, letter, request);
  }

  private ResponseEntity<byte[]> page(
      String path, @Nullable String letter, HttpServletRequest request) {
    Parameters parameters = Parameters.of(request.getQueryString());
    String clean = parameters.clean(path, Map.of());
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
            key -> Address.of(path).with("ort", key));
    Map<String, List<TitleIndex.Title>> byLetter =
        titles.byLetter(where.place() == null ? null : where.place().key());
    if (letter != null && !byLetter.containsKey(letter)) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    TitlesView view = TitlesView.of(byLetter, letter, where);
    return pages.ok(
        Page.of(view.heading()).canonical(path).back(path).place(where.location()).build(),
        "pages/titles.jte",
        view);
  }
}
