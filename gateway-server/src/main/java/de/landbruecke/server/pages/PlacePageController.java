package de.landbruecke.server.pages;

import de.landbruecke.area.PlaceResolution;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.server.shared.ConditionalOnSearch;
import de.landbruecke.server.web.Page;
import de.landbruecke.server.web.Pages;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The choice of a place. */
@Hidden
@ConditionalOnSearch
@RestController
final class PlacePageController {

  private static final String PATH = "/ort";

  private final CatalogSearch search;
  private final Pages pages;

  PlacePageController(CatalogSearch search, Pages pages) {
    this.search = search;
    this.pages = pages;
  }

  /**
   * Where a place can be chosen.
   *
   * @param back the page that the choice leads back to
   * @param query what is searched at once; null for nothing
   */
  static Address choose(String back, @Nullable String query) {
    return Address.of(PATH).with("q", query).with("zurueck", back.equals("/") ? null : back);
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> places(HttpServletRequest request) {
    Parameters parameters = Parameters.of(request.getQueryString());
    String clean = parameters.clean(PATH, Map.of("zurueck", "/"));
    if (clean != null) {
      return Redirects.found(clean);
    }
    String typed = parameters.first("q");
    String query = typed == null ? "" : Text.line(typed, Question.LONGEST_PLACE);
    PlaceView view =
        PlaceView.of(
            query.isEmpty() ? null : query,
            parameters.first("gebiet"),
            BackAddress.of(parameters.first("zurueck")),
            search.areas());
    String chosen = Question.place(parameters);
    Page.Location place =
        chosen != null
                && search.areas().resolve(chosen) instanceof PlaceResolution.Resolved resolved
            ? new Page.Location(resolved.place().key().value(), Text.line(resolved.place().name()))
            : null;
    return pages.ok(
        Page.of(query.isEmpty() ? "Ort wählen" : "Orte zu „" + query + "“")
            .canonical(PATH)
            .robots("noindex")
            .place(place)
            .script("suggestions.js")
            .build(),
        "pages/place.jte",
        view);
  }
}
