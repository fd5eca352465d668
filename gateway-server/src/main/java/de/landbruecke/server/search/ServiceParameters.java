package de.landbruecke.server.search;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.PortalId;
import de.landbruecke.catalog.Audience;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.Topic;
import de.landbruecke.search.SearchRequest;
import de.landbruecke.search.SearchRequest.SortOrder;
import de.landbruecke.server.shared.Languages;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a search; see {@link SearchRequest} for what they mean. */
final class ServiceParameters {

  static final List<String> NAMES =
      List.of(
          "q",
          "place",
          "portal",
          "online",
          "trustLevel",
          "topic",
          "audience",
          "lang",
          "sort",
          "limit",
          "cursor");

  static final List<String> TRUST_LEVELS =
      Arrays.stream(AssuranceLevel.values()).map(AssuranceLevel::label).toList();
  static final List<String> TOPICS = Arrays.stream(Topic.values()).map(Topic::slug).toList();
  static final List<String> AUDIENCES =
      Arrays.stream(Audience.values()).map(Audience::label).toList();
  static final List<String> ORDERS =
      Arrays.stream(SortOrder.values()).map(SortOrder::label).toList();

  private static final int DEFAULT_LIMIT = 10;

  /** Lengths of digits that can be a key or a postal code; see RegionalKey. */
  private static final Set<Integer> KEY_LENGTHS = Set.of(2, 3, 5, 6, 8, 9, 12);

  private ServiceParameters() {}

  static SearchRequest read(HttpServletRequest request, List<String> portals) {
    RequestParameters parameters = new RequestParameters(request, NAMES);
    String query = parameters.text("q");
    Set<Boolean> online =
        parameters.any(
            "online",
            text ->
                text.equals("true") || text.equals("false")
                    ? Optional.of(Boolean.valueOf(text))
                    : Optional.empty(),
            List.of("true", "false"));
    SortOrder sort = parameters.one("sort", SortOrder::ofLabel, ORDERS);
    SearchRequest.Builder builder =
        SearchRequest.builder(query == null ? "" : query)
            .place(place(parameters))
            .portals(
                parameters.any(
                    "portal",
                    text ->
                        portals.contains(text) ? Optional.of(new PortalId(text)) : Optional.empty(),
                    portals))
            // Both values together mean or: everything.
            .online(online.size() == 1 ? online.iterator().next() : null)
            .levels(parameters.any("trustLevel", AssuranceLevel::ofLabel, TRUST_LEVELS))
            .topics(parameters.any("topic", Topic::ofSlug, TOPICS))
            .audience(parameters.any("audience", Audience::ofLabel, AUDIENCES))
            .language(language(parameters, request))
            .sort(sort == null ? SortOrder.RELEVANCE : sort)
            .limit(parameters.number("limit", DEFAULT_LIMIT, 0, SearchRequest.MAX_LIMIT))
            .cursor(parameters.text("cursor"));
    parameters.check();
    return builder.build();
  }

  /** The place; digits that can be neither a key nor a postal code are a fault. */
  static @Nullable String place(RequestParameters parameters) {
    String place = parameters.text("place");
    if (place != null
        && place.chars().allMatch(c -> c >= '0' && c <= '9')
        && !KEY_LENGTHS.contains(place.length())) {
      parameters.fault(
          "place",
          "found '"
              + RequestParameters.shown(place)
              + "'; allowed are a regional key (2, 3, 5, 9 or 12 digits, zero-padded also 6 or 8),"
              + " a municipality key (8 digits), a postal code (5 digits) or a name",
          List.of());
    }
    return place;
  }

  static String language(RequestParameters parameters, HttpServletRequest request) {
    String tag = parameters.text("lang");
    if (tag == null) {
      return Languages.accepted(request);
    }
    if (!Languages.isTag(tag)) {
      parameters.fault(
          "lang",
          "found '"
              + RequestParameters.shown(tag)
              + "'; allowed is a language tag such as "
              + String.join(", ", Languages.KNOWN),
          Languages.KNOWN);
      return LocalizedText.GERMAN;
    }
    return Languages.normalize(tag);
  }
}
