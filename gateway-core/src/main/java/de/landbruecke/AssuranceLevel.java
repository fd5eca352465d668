package de.landbruecke;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How surely a person must be, or was, identified (<i>Vertrauensniveau</i>), weakest first.
 *
 * <p>The three upper levels are those of Regulation (EU) No 910/2014, article 8. A code of a portal
 * that maps to none of these is left out, never guessed.
 */
public enum AssuranceLevel {
  /** No account is needed. */
  NONE,
  /** An account with a password, the person was not identified. */
  BASIC,
  /** Article 8(2)(a). */
  LOW,
  /** Article 8(2)(b). */
  SUBSTANTIAL,
  /** Article 8(2)(c). */
  HIGH;

  /** The lower-case name that files and interfaces use, such as {@code substantial}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level with this {@link #label()}, or empty when there is none. */
  public static Optional<AssuranceLevel> ofLabel(String label) {
    return Arrays.stream(values()).filter(level -> level.label().equals(label)).findFirst();
  }

  /** Whether this level satisfies a demand for {@code required}. */
  public boolean isAtLeast(AssuranceLevel required) {
    return compareTo(required) >= 0;
  }
}
