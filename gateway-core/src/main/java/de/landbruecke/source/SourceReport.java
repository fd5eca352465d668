package de.landbruecke.source;

import java.util.List;

/**
 * What one reading brought.
 *
 * @param written records handed on
 * @param deleted deletes handed on
 * @param skips what was left out, in order; at most {@link #MAX_SKIPS} are kept
 * @param skipped how many were left out in all
 */
public record SourceReport(long written, long deleted, List<Skip> skips, long skipped) {

  /** How many skips a report keeps in full; the rest is only counted. */
  public static final int MAX_SKIPS = 1_000;

  /** Why a record, or a part of one, was left out. */
  public enum SkipReason {
    /** The record is not well-formed. */
    MALFORMED,
    /** A required part is missing. */
    MISSING_PART,
    /** A value is not of its form, or out of range; the value alone is left out where it can be. */
    INVALID_VALUE,
    /** A kind of record that this version does not know. */
    UNKNOWN_KIND,
    /** A text or a list is longer than allowed, or the record is nested too deeply. */
    TOO_LARGE
  }

  /**
   * A record, or a part of one, that was left out.
   *
   * @param reason why
   * @param position where: file and line, or element and number
   * @param detail what was found and what is allowed
   */
  public record Skip(SkipReason reason, String position, String detail) {}

  /** Copies the list. */
  public SourceReport {
    skips = List.copyOf(skips);
  }
}
