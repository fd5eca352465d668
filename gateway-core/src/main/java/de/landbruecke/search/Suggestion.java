package de.landbruecke.search;

import org.jspecify.annotations.Nullable;

/**
 * One suggestion while typing.
 *
 * @param kind what it is
 * @param text what to show and to search for
 * @param id the entry, the regional key or the topic's slug; null for a keyword
 * @param detail what tells it from namesakes, such as district and state; null when not needed
 */
public record Suggestion(Kind kind, String text, @Nullable String id, @Nullable String detail) {

  /** What is suggested. */
  public enum Kind {
    /** The title of a service. */
    SERVICE,
    /** A citizens' word. */
    KEYWORD,
    /** A place. */
    PLACE,
    /** A topic. */
    TOPIC
  }
}
