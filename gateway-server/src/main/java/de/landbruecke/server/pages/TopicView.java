package de.landbruecke.server.pages;

import java.util.List;

/**
 * The services of one topic.
 *
 * @param heading the topic
 * @param count how many there are, in words
 * @param faults what was wrong in the address
 * @param filter where they can be searched and narrowed
 * @param services those of this page, by name
 * @param paging the other pages
 * @param where the place
 */
record TopicView(
    String heading,
    String count,
    List<String> faults,
    String filter,
    List<ServiceLink> services,
    Paging paging,
    Whereabouts where) {

  /** Copies the lists. */
  TopicView {
    faults = List.copyOf(faults);
    services = List.copyOf(services);
  }
}
