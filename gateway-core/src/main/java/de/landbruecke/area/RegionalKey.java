package de.landbruecke.area;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The 12-digit regional key (<i>Amtlicher Regionalschlüssel</i>, ARS) of the official register of
 * municipalities: state 2, region 1, district 2, association 4, municipality 3 digits. Zeros at the
 * end widen the area; twelve zeros are the whole federation.
 *
 * @param value exactly twelve digits
 */
public record RegionalKey(String value) implements Comparable<RegionalKey> {

  /** The federation, {@code 000000000000}: valid everywhere. */
  public static final RegionalKey FEDERATION = new RegionalKey("000000000000");

  private static final int LENGTH = 12;

  /** Checks the form. */
  public RegionalKey {
    if (value.length() != LENGTH || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException(
          "'" + value + "' is no regional key: exactly 12 digits are allowed");
    }
  }

  /**
   * Reads a key as it is found in the wild: 2, 3, 5, 9 or 12 digits, or 6 or 8 digits that are a
   * zero-padded short form, padded with zeros on the right.
   *
   * <p>A municipality key (AGS) also has eight digits but skips the association; only {@link
   * AreaDirectory} can tell which is meant.
   *
   * @return empty when the text has another form
   */
  public static Optional<RegionalKey> parse(String text) {
    String digits = text.strip();
    boolean form =
        switch (digits.length()) {
          case 2, 3, 5, 6, 8, 9, 12 -> digits.chars().allMatch(c -> c >= '0' && c <= '9');
          default -> false;
        };
    return form
        ? Optional.of(new RegionalKey(digits + "0".repeat(LENGTH - digits.length())))
        : Optional.empty();
  }

  /** The narrowest level at which this key names an area. */
  public AreaLevel level() {
    AreaLevel level = AreaLevel.FEDERATION;
    for (AreaLevel candidate : AreaLevel.values()) {
      if (!truncated(candidate).equals(truncated(level))) {
        level = candidate;
      }
    }
    return level;
  }

  /** The area of the given level that contains this one; the key itself when it is wider. */
  public RegionalKey at(AreaLevel level) {
    return new RegionalKey(truncated(level));
  }

  /** This area and all that contain it, narrowest first, the federation last, without repeats. */
  public List<RegionalKey> selfAndAncestors() {
    List<RegionalKey> chain = new ArrayList<>();
    AreaLevel[] levels = AreaLevel.values();
    for (int i = levels.length - 1; i >= 0; i--) {
      RegionalKey key = at(levels[i]);
      if (chain.isEmpty() || !chain.getLast().equals(key)) {
        chain.add(key);
      }
    }
    return List.copyOf(chain);
  }

  /** Whether {@code other} lies in this area or is this area. */
  public boolean contains(RegionalKey other) {
    return other.value.startsWith(value.substring(0, level().digits()));
  }

  private String truncated(AreaLevel level) {
    return value.substring(0, level.digits()) + "0".repeat(LENGTH - level.digits());
  }

  @Override
  public int compareTo(RegionalKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
