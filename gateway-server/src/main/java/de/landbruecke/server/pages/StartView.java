package de.landbruecke.server.pages;

import java.util.List;

/**
 * The start page.
 *
 * @param search the form of the search
 * @param where the place
 * @param featured services that editors put forward
 * @param situations life situations
 * @param topics topics with the number of services
 * @param services how many services there are
 */
record StartView(
    SearchForm search,
    Whereabouts where,
    List<ServiceLink> featured,
    List<ServiceLink> situations,
    List<ServiceLink> topics,
    String services) {

  /** Copies the lists. */
  StartView {
    featured = List.copyOf(featured);
    situations = List.copyOf(situations);
    topics = List.copyOf(topics);
  }
}
