package de.landbruecke.server.pages;

import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.ServiceDetail;
import de.landbruecke.server.shared.ConditionalOnSearch;
import de.landbruecke.server.web.Page;
import de.landbruecke.server.web.Pages;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
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

/** Everything about one service. */
@Hidden
@ConditionalOnSearch
@RestController
final class ServicePageController {

  private static final Map<String, String> DEFAULTS = Map.of("sprache", LocalizedText.GERMAN);

  private final CatalogSearch search;
  private final Pages pages;
  private final Clock clock;

  ServicePageController(CatalogSearch search, Pages pages, Clock clock) {
    this.search = search;
    this.pages = pages;
    this.clock = clock;
  }

  /** The page of an entry for a place and in a language. */
  static Address address(String id, @Nullable String place, String language) {
    return Address.ofService(id)
        .with("ort", place)
        .with("sprache", language.equals(LocalizedText.GERMAN) ? null : language);
  }

  @GetMapping("/leistung/{id}")
  ResponseEntity<byte[]> service(@PathVariable String id, HttpServletRequest request) {
    Parameters parameters = Parameters.of(request.getQueryString());
    String place = Question.place(parameters);
    List<String> faults = new ArrayList<>();
    String language = Question.language(parameters, faults);
    ServiceDetail detail =
        search
            .service(id, place)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    if (!detail.id().equals(id)) {
      return Redirects.moved(address(detail.id(), place, language));
    }
    String clean = parameters.clean(Address.ofService(id).toString(), DEFAULTS);
    if (clean != null) {
      return Redirects.found(clean);
    }
    Whereabouts where =
        Whereabouts.of(
            place, detail.place(), search.areas(), key -> address(detail.id(), key, language));
    ServiceView view =
        ServiceView.of(
            detail,
            where,
            language,
            faults,
            new AreaNames(search.areas()),
            LocalDate.now(clock.withZone(Formats.ZONE)));
    VariantView first = view.first();
    return pages.ok(
        Page.of(first.title().value())
            .canonical(Address.ofService(detail.id()).toString())
            .description(first.summary() == null ? null : first.summary().value())
            .back(where.remove())
            .place(where.location())
            .script("suggestions.js")
            .build(),
        "pages/service.jte",
        view);
  }
}
