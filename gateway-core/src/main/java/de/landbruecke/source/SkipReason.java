package de.landbruecke.source;

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
