package de.landbruecke.server.search;

import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.Suggestion;
import de.landbruecke.server.shared.ConditionalOnSearch;
import de.landbruecke.server.shared.EntityTag;
import de.landbruecke.server.shared.SearchMetrics;
import de.landbruecke.server.shared.SearchProperties;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Suggestions while typing, and places. */
@ConditionalOnSearch
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
final class SuggestionController {

  private static final List<String> NAMES = List.of("q", "limit", "lang");
  private static final String BROWSER_FORMAT = "application/x-suggestions+json";
  private static final int DEFAULT_LIMIT = 10;
  private static final int MAX_LIMIT = 50;

  private final CatalogSearch search;
  private final SearchProperties properties;
  private final SearchMetrics metrics;

  SuggestionController(CatalogSearch search, SearchProperties properties, SearchMetrics metrics) {
    this.search = search;
    this.properties = properties;
    this.metrics = metrics;
  }

  @Schema(name = "SuggestionList")
  record SuggestionList(List<SuggestionItem> items, String generation) {}

  @Schema(name = "Suggestion")
  record SuggestionItem(
      @Schema(allowableValues = {"service", "keyword", "place", "topic"}) String kind,
      String text,
      @Nullable String id,
      @Schema(description = "What tells it from namesakes") @Nullable String detail) {}

  @Schema(name = "PlaceList")
  record PlaceList(List<ServiceList.PlaceItem> items, String generation) {}

  @Operation(operationId = "suggest", summary = "Suggestions while typing")
  @Parameter(name = "q", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "0", maximum = "50", defaultValue = "10"))
  @Parameter(name = "lang", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @GetMapping("/suggestions")
  ResponseEntity<SuggestionList> suggest(HttpServletRequest request) {
    Asked asked = Asked.read(request);
    String generation = search.generation();
    String tag = tag(request, generation);
    if (EntityTag.isKnown(request, tag)) {
      return Answers.notModified(tag);
    }
    List<SuggestionItem> items =
        found(asked).stream()
            .map(s ->
                new SuggestionItem(
                    s.kind().name().toLowerCase(Locale.ROOT), s.text(), s.id(), s.detail()))
            .toList();
    return Answers.ok(tag, "de").body(new SuggestionList(items, generation));
  }

  /** The same texts as browsers want them below their address bar (OpenSearch Suggestions 1.1). */
  @Hidden
  @GetMapping(path = "/opensearch-suggestions", produces = BROWSER_FORMAT)
  ResponseEntity<List<Object>> suggestToBrowser(HttpServletRequest request) {
    Asked asked = Asked.read(request);
    String tag = EntityTag.of(request, search.generation(), "de", BROWSER_FORMAT);
    if (EntityTag.isKnown(request, tag)) {
      return Answers.notModified(tag);
    }
    List<String> texts =
        found(asked).stream()
            .filter(s -> s.kind() != Suggestion.Kind.PLACE)
            .map(Suggestion::text)
            .distinct()
            .toList();
    return Answers.ok(tag, "de").body(List.of(asked.text(), texts));
  }

  private List<Suggestion> found(Asked asked) {
    List<Suggestion> found =
        properties.suggestions()
            ? metrics.timeSuggestions(() -> search.suggest(asked.text(), asked.limit()))
            : List.of();
    metrics.suggested(found.size());
    return found;
  }

  @Operation(
      operationId = "findPlaces",
      summary = "Places whose name, postal code or key starts with the text")
  @Parameter(name = "q", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "0", maximum = "50", defaultValue = "10"))
  @Parameter(name = "lang", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @GetMapping("/places")
  ResponseEntity<PlaceList> places(HttpServletRequest request) {
    Asked asked = Asked.read(request);
    String generation = search.generation();
    String tag = tag(request, generation);
    if (EntityTag.isKnown(request, tag)) {
      return Answers.notModified(tag);
    }
    List<ServiceList.PlaceItem> items =
        search.places(asked.text(), asked.limit()).stream().map(Views::place).toList();
    return Answers.ok(tag, "de").body(new PlaceList(items, generation));
  }

  private static String tag(HttpServletRequest request, String generation) {
    return EntityTag.of(request, generation, "de", MediaType.APPLICATION_JSON_VALUE);
  }

  private record Asked(String text, int limit) {
    static Asked read(HttpServletRequest request) {
      RequestParameters parameters = new RequestParameters(request, NAMES);
      String text = parameters.text("q");
      int limit = parameters.number("limit", DEFAULT_LIMIT, 0, MAX_LIMIT);
      // Titles are suggested in German; the parameter is checked all the same.
      ServiceParameters.language(parameters, request);
      parameters.check();
      return new Asked(text == null ? "" : text, limit);
    }
  }
}
