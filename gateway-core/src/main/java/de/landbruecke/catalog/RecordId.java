package de.landbruecke.catalog;

import java.util.Optional;

/**
 * What a record is: unique together with the editing agency and the class, never by its value
 * alone, and the same whatever connector brought it.
 *
 * @param agency the editing agency ({@code schemeAgencyID}), without dots
 * @param recordClass the class
 * @param value the agency's own identifier; text, leading zeros count
 */
public record RecordId(String agency, RecordClass recordClass, String value)
    implements Comparable<RecordId> {

  private static final int MAX_AGENCY = 64;
  private static final int MAX_VALUE = 256;

  /** Checks that agency and value are usable as parts of the composite form. */
  public RecordId {
    if (agency.isBlank() || agency.indexOf('.') >= 0 || agency.length() > MAX_AGENCY) {
      throw new IllegalArgumentException(
          "agency '" + agency + "' is not allowed: 1 to 64 characters without a dot");
    }
    if (value.isBlank() || value.length() > MAX_VALUE) {
      throw new IllegalArgumentException(
          "record id '" + value + "' is not allowed: 1 to 256 characters");
    }
  }

  /** Reads the composite form {@code agency.LB.value}; the value may itself contain dots. */
  public static Optional<RecordId> parse(String composite) {
    String[] parts = composite.split("\\.", 3);
    if (parts.length != 3
        || parts[0].isBlank()
        || parts[0].length() > MAX_AGENCY
        || parts[2].isBlank()
        || parts[2].length() > MAX_VALUE) {
      return Optional.empty();
    }
    return RecordClass.ofCode(parts[1]).map(c -> new RecordId(parts[0], c, parts[2]));
  }

  /** The composite form, such as {@code L100022.LB.130}. */
  @Override
  public String toString() {
    return agency + "." + recordClass.code() + "." + value;
  }

  /** The order of the composite forms. */
  @Override
  public int compareTo(RecordId other) {
    if (!agency.equals(other.agency)) {
      return toString().compareTo(other.toString());
    }
    return recordClass == other.recordClass
        ? value.compareTo(other.value)
        : recordClass.code().compareTo(other.recordClass.code());
  }
}
