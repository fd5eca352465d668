package de.landbruecke.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The order of the hits; hits valid at the asked place come first in each. */
public enum SortOrder {
  /** Best first. */
  RELEVANCE,
  /** By German title, alphabetically. */
  TITLE,
  /** Last approved first. */
  DATE;

  /** The lower-case name that interfaces use. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The order with this {@link #label()}, or empty when there is none. */
  public static Optional<SortOrder> ofLabel(String label) {
    return Arrays.stream(values()).filter(order -> order.label().equals(label)).findFirst();
  }
}
