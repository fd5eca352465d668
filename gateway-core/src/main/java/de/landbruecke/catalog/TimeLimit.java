package de.landbruecke.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A deadline ({@code frist}) or a processing time ({@code bearbeitungsdauer}).
 *
 * @param description the portal's words; null where only the duration is known
 * @param duration an ISO 8601 duration such as {@code P14D} or {@code P6W}; null where unknown
 */
public record TimeLimit(@Nullable LocalizedText description, @Nullable String duration) {

  /** Checks that it says something and that the duration has the form of ISO 8601. */
  public TimeLimit {
    if (description == null && duration == null) {
      throw new IllegalArgumentException("a time limit needs a duration or a description");
    }
    if (duration != null
        && (duration.length() < 3
            || !duration.matches("P(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?(T(\\d+H)?(\\d+M)?)?"))) {
      throw new IllegalArgumentException(
          "'" + duration + "' is no duration: ISO 8601 such as P14D, P6W, P3M or PT2H is allowed");
    }
  }
}
