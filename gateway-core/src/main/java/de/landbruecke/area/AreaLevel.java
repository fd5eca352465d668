package de.landbruecke.area;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The level of the administration that a regional key stands for, widest first. */
public enum AreaLevel {
  /** The federation (Bund). */
  FEDERATION(0),
  /** A state (Land). */
  STATE(2),
  /** An administrative region (Regierungsbezirk). */
  REGION(3),
  /** A district or a town that is one (Kreis, kreisfreie Stadt). */
  DISTRICT(5),
  /** An association of municipalities (Gemeindeverband). */
  ASSOCIATION(9),
  /** A municipality (Gemeinde). */
  MUNICIPALITY(12);

  private final int digits;

  AreaLevel(int digits) {
    this.digits = digits;
  }

  /** How many leading digits of a regional key name an area of this level. */
  int digits() {
    return digits;
  }

  /** The lower-case name that files and interfaces use, such as {@code district}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level with this {@link #label()}, or empty when there is none. */
  public static Optional<AreaLevel> ofLabel(String label) {
    return Arrays.stream(values()).filter(level -> level.label().equals(label)).findFirst();
  }
}
