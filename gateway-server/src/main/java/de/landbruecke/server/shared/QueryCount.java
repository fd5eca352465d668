package de.landbruecke.server.shared;

import java.util.regex.Pattern;

/**
 * How often a query was searched.
 *
 * @param query as it is counted: folded, on one line, without what may be personal
 * @param searches how many searches were answered, those without hits included
 * @param withoutHits how many of them found nothing
 */
public record QueryCount(String query, long searches, long withoutHits) {

  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

  /** Checks that the counts agree with each other and that the query fits on a line. */
  public QueryCount {
    if (query.isBlank() || CONTROL.matcher(query).find()) {
      throw new IllegalArgumentException(
          "a query that is blank or has control characters is not allowed");
    }
    if (searches < 1 || withoutHits < 0 || withoutHits > searches) {
      throw new IllegalArgumentException(
          withoutHits + " of " + searches + " searches without hits are not allowed");
    }
  }

  /** Both counts of the same query together. */
  public QueryCount plus(QueryCount other) {
    return new QueryCount(query, searches + other.searches, withoutHits + other.withoutHits);
  }
}
