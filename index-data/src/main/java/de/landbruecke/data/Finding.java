package de.landbruecke.data;

import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong in a catalog file.
 *
 * @param file the file's name
 * @param line the line, counted from 1
 * @param record the record, such as {@code service 130}; null when the line could not be read
 * @param rule which rule is broken
 * @param reason what was found and what is allowed
 */
public record Finding(String file, long line, @Nullable String record, Rule rule, String reason) {

  /** The rules that a catalog file is checked against. */
  public enum Rule {
    /** The file can be read as lines of UTF-8 within the limits of the format. */
    FILE,
    /** The line is a JSON object. */
    JSON,
    /** The line has the form that the JSON schema prescribes. */
    SCHEMA,
    /** A record's id is unique in its class and agency. */
    UNIQUE_ID,
    /** A reference leads to a record of the checked files. */
    REFERENCE,
    /** A date or instant exists in the calendar. */
    DATE,
    /** An address is one of the web: absolute, with a host and without a user. */
    ADDRESS,
    /** A fee's maximum is not below its amount. */
    FEE,
    /** A text has only the markup that is kept. */
    MARKUP,
    /** Shipped catalogs: all parts of a service are there. */
    COMPLETE,
    /** Shipped catalogs: a full text has at least 120 words. */
    TEXT_LENGTH,
    /** Shipped catalogs: no sentence stands in more than a few records. */
    REPEATED_SENTENCE,
    /** Shipped catalogs: two portals describe the same service key in their own words. */
    SHARED_WORDING,
    /** Shipped catalogs: a regional key is that of a place. */
    KNOWN_AREA,
    /** Shipped catalogs: only invented offices have an address, phone number or hours. */
    INVENTED
  }

  @Override
  public String toString() {
    return file + ":" + line + ": " + (record == null ? "" : record + ": ") + reason;
  }
}
