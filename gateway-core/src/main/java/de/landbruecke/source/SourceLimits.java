package de.landbruecke.source;

import java.time.Duration;

/**
 * How much a delivery may ask of its reader. Whatever is over a limit of a record is skipped and
 * reported; whatever is over a limit of the delivery ends the reading with {@link
 * CatalogFormatException.Reason#LIMIT_EXCEEDED}.
 *
 * @param maxBytes of a delivery, after unpacking
 * @param maxRecords lines or elements of a delivery
 * @param maxRecordBytes of one record: a line, or an element's names and texts
 * @param maxTextLength characters of one text
 * @param maxListEntries entries of one list
 * @param maxDepth levels of nesting in one record
 * @param maxDuration how long a reading may take in all
 */
public record SourceLimits(
    long maxBytes,
    long maxRecords,
    int maxRecordBytes,
    int maxTextLength,
    int maxListEntries,
    int maxDepth,
    Duration maxDuration) {

  /** The limits that {@code docs/reference/catalog-format.md} promises, and two hours. */
  public static final SourceLimits DEFAULT =
      new SourceLimits(8L << 30, 20_000_000, 4 << 20, 200_000, 100_000, 32, Duration.ofHours(2));

  /** Checks that every limit lets something pass. */
  public SourceLimits {
    if (maxBytes < 1
        || maxRecords < 1
        || maxRecordBytes < 1
        || maxTextLength < 1
        || maxListEntries < 1
        || maxDepth < 1
        || maxDuration.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("a limit of 0 or less is not allowed: 1 or more");
    }
  }
}
