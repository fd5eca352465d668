package de.landbruecke.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whom a service addresses ({@code leistungsadressat} 001, 002, 003). */
public enum Audience {
  /** Citizens (001). */
  CITIZEN,
  /** Businesses (002). */
  BUSINESS,
  /** The administration itself (003). */
  ADMINISTRATION;

  /** The lower-case name that files and interfaces use. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The audience with this {@link #label()}, or empty when there is none. */
  public static Optional<Audience> ofLabel(String label) {
    return Arrays.stream(values()).filter(a -> a.label().equals(label)).findFirst();
  }
}
