package de.landbruecke.search;

import java.util.Locale;

/**
 * Why a hit was found, where it is not plain to see.
 *
 * @param kind what led to the hit
 * @param typed the person's word
 * @param matched the word of the catalog
 */
public record FoundBy(Kind kind, String typed, String matched) {

  /** What led to a hit. */
  public enum Kind {
    /** An everyday word for an official one, or the reverse. */
    SYNONYM,
    /** A word with a typing error was read as another. */
    CORRECTION,
    /** Only a part of a compound matched. */
    COMPOUND,
    /** A word of another language. */
    TRANSLATION;

    /** The lower-case name that interfaces use. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
