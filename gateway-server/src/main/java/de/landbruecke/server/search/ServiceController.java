package de.landbruecke.server.search;

import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.Explanation;
import de.landbruecke.search.SearchRequest;
import de.landbruecke.search.SearchResult;
import de.landbruecke.search.ServiceDetail;
import de.landbruecke.server.shared.ClientNetworks;
import de.landbruecke.server.shared.ConditionalOnSearch;
import de.landbruecke.server.shared.EntityTag;
import de.landbruecke.server.shared.Languages;
import de.landbruecke.server.shared.LinkedData;
import de.landbruecke.server.shared.Portals;
import de.landbruecke.server.shared.QueryListener;
import de.landbruecke.server.shared.SearchMetrics;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

/** Searches services, shows one, explains a hit. */
@ConditionalOnSearch
@RestController
@RequestMapping("/api/v1/services")
final class ServiceController {

  private static final MediaType LINKED_DATA = MediaType.valueOf(LinkedData.MEDIA_TYPE);

  private final CatalogSearch search;
  private final Portals portals;
  private final SearchMetrics metrics;
  private final ClientNetworks networks;
  private final QueryListener listener;

  ServiceController(
      CatalogSearch search,
      Portals portals,
      SearchMetrics metrics,
      ClientNetworks networks,
      QueryListener listener) {
    this.search = search;
    this.portals = portals;
    this.metrics = metrics;
    this.networks = networks;
    this.listener = listener;
  }

  @Operation(
      operationId = "findServices",
      summary = "Find services",
      description =
          "Finds public services by everyday words. An unknown place is told, never guessed.")
  @SearchParameters
  @ApiResponse(responseCode = "200", description = "The hits of this page")
  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ServiceList> find(HttpServletRequest request) {
    SearchRequest question = ServiceParameters.read(request, portals.all());
    String tag = tag(request, search.generation(), question.language());
    if (EntityTag.isKnown(request, tag)) {
      return Answers.notModified(tag);
    }
    SearchResult result =
        metrics.timeSearch(
            question.query(), question.language(), () -> answer(() -> search.search(question)));
    metrics.found(question.query(), result.total());
    if (question.cursor() == null) {
      networks
          .networkOf(request)
          .ifPresent(network -> listener.searched(question.query(), network, result.total()));
    }
    ResponseEntity.BodyBuilder builder =
        Answers.ok(
            tag(request, result.generation(), question.language()),
            Languages.content(Views.languages(result)));
    String next = result.next();
    if (next != null) {
      builder.header(
          HttpHeaders.LINK,
          "<"
              + request.getRequestURI()
              + QueryStrings.with(request.getQueryString(), "cursor", next)
              + ">; rel=\"next\"");
    }
    return builder.body(
        Views.list(result, question.language(), request.getRequestURI(), request.getQueryString()));
  }

  @Operation(
      operationId = "getService",
      summary = "Everything about one service",
      description =
          "All texts by portal, the offices for a place, similar services. A former id, a further"
              + " service key or the id of a portal's record leads to the entry with 301.")
  @PlaceAndLanguage
  @ApiResponse(
      responseCode = "200",
      description = "The service",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = ServiceView.class)),
        @Content(
            mediaType = LinkedData.MEDIA_TYPE,
            schema = @Schema(type = "object", description = "GovernmentService of schema.org"))
      })
  @ApiResponse(responseCode = "301", description = "The entry has another id", content = @Content)
  @GetMapping(
      path = "/{id}",
      produces = {MediaType.APPLICATION_JSON_VALUE, LinkedData.MEDIA_TYPE})
  ResponseEntity<Object> show(@PathVariable String id, HttpServletRequest request) {
    RequestParameters parameters = new RequestParameters(request, List.of("place", "lang"));
    String place = ServiceParameters.place(parameters);
    String language = ServiceParameters.language(parameters, request);
    parameters.check();
    MediaType type = wantsLinkedData(request) ? LINKED_DATA : MediaType.APPLICATION_JSON;
    String current = EntityTag.of(request, search.generation(), language, type.toString());
    Optional<ServiceDetail> found = search.service(id, place);
    if (found.isEmpty()) {
      throw notFound(id);
    }
    ServiceDetail detail = found.get();
    if (!detail.id().equals(id)) {
      return moved(detail.id(), request);
    }
    if (EntityTag.isKnown(request, current)) {
      return Answers.notModified(current);
    }
    return Answers.ok(
            EntityTag.of(request, detail.generation(), language, type.toString()),
            Languages.content(Views.languages(detail, language)))
        .contentType(type)
        .body(
            type.equals(LINKED_DATA)
                ? LinkedData.of(detail, language)
                : Views.detail(detail, language));
  }

  @Operation(
      operationId = "explainService",
      summary = "How the score of a service comes about",
      description = "Takes all parameters of the search.")
  @SearchParameters
  @ApiResponse(responseCode = "200", description = "The steps of the score")
  @GetMapping(path = "/{id}/explanation", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Explanation> explain(@PathVariable String id, HttpServletRequest request) {
    SearchRequest question = ServiceParameters.read(request, portals.all());
    String tag = tag(request, search.generation(), question.language());
    if (EntityTag.isKnown(request, tag)) {
      return Answers.notModified(tag);
    }
    Explanation explanation =
        answer(() -> search.explain(question, id)).orElseThrow(() -> notFound(id));
    return Answers.ok(tag, "en").body(explanation);
  }

  private static String tag(HttpServletRequest request, String generation, String language) {
    return EntityTag.of(request, generation, language, MediaType.APPLICATION_JSON_VALUE);
  }

  /** Only a cursor can still be wrong once the parameters were checked. */
  private static <T> T answer(java.util.function.Supplier<T> call) {
    try {
      return call.get();
    } catch (IllegalArgumentException e) {
      Problem.Fault fault =
          new Problem.Fault(
              "cursor", "it is none of ours; allowed is the member next of an answer", List.of());
      throw new ProblemException(
          Problem.of(ProblemType.INVALID_PARAMETER, fault.detail()).withErrors(List.of(fault)));
    }
  }

  private static ProblemException notFound(String id) {
    return new ProblemException(
        Problem.of(
            ProblemType.NOT_FOUND,
            "There is no service with the id '" + RequestParameters.shown(id) + "'."));
  }

  private static ResponseEntity<Object> moved(String id, HttpServletRequest request) {
    String query = request.getQueryString();
    return Answers.cached(ResponseEntity.status(HttpStatus.MOVED_PERMANENTLY))
        .location(
            URI.create(
                "/api/v1/services/"
                    + UriUtils.encodePathSegment(id, StandardCharsets.UTF_8)
                    + QueryStrings.without(query, "")))
        .build();
  }

  private static boolean wantsLinkedData(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    if (accept == null) {
      return false;
    }
    List<MediaType> ranges = MediaType.parseMediaTypes(accept);
    return quality(ranges, LINKED_DATA) > quality(ranges, MediaType.APPLICATION_JSON);
  }

  private static double quality(List<MediaType> ranges, MediaType type) {
    MediaType nearest =
        ranges.stream()
            .filter(range -> range.includes(type))
            .max(
                Comparator.comparingInt(
                    range -> range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2))
            .orElse(null);
    return nearest == null ? 0 : nearest.getQualityValue();
  }
}
