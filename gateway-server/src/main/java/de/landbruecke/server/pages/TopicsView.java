package de.landbruecke.server.pages;

import de.landbruecke.catalog.Topic;
import de.landbruecke.search.SearchResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Topics and life situations.
 *
 * @param topics with the number of services
 * @param situations life situations
 * @param where the place
 */
record TopicsView(List<ServiceLink> topics, List<ServiceLink> situations, Whereabouts where) {

  /** Copies the lists. */
  TopicsView {
    topics = List.copyOf(topics);
    situations = List.copyOf(situations);
  }

  /**
   * The topics that have services, by name.
   *
   * @param everything the answer to a search for everything, with its facets
   */
  static List<ServiceLink> topics(SearchResult everything, @Nullable String place) {
    List<ServiceLink> links = new ArrayList<>();
    for (SearchResult.FacetValue value : everything.facets().getOrDefault("topic", List.of())) {
      String name = Topic.ofSlug(value.value()).map(Topic::title).orElse(value.label());
      links.add(
          new ServiceLink(
              Text.line(name), address(value.value(), place).toString(), value.count()));
    }
    links.sort(java.util.Comparator.comparing(ServiceLink::text));
    return links;
  }

  /** The page of a topic. */
  static Address address(String slug, @Nullable String place) {
    return Address.of("/themen/" + slug).with("ort", place);
  }
}
