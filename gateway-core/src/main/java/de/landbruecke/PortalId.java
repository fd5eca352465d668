package de.landbruecke;

import java.util.regex.Pattern;

/**
 * The short technical name of a portal, such as {@code service-bw}, {@code amt24} or {@code hub}.
 *
 * @param value a lower-case letter, then lower-case letters, digits and hyphens, at most 32 in all
 */
public record PortalId(String value) implements Comparable<PortalId> {

  private static final Pattern ALLOWED = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  /** Checks the form. */
  public PortalId {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "portal '"
              + value
              + "' is not allowed: a lower-case letter, then lower-case letters, digits and"
              + " hyphens, at most 32 characters");
    }
  }

  @Override
  public int compareTo(PortalId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
