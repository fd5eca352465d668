package de.landbruecke.catalog;

import java.util.Arrays;
import java.util.Optional;

/** The classes of records; a record's number is unique only within agency and class. */
public enum RecordClass {
  /** A service description ({@code leistung}). */
  SERVICE("LB", "service"),
  /** An online service ({@code onlinedienst}). */
  ONLINE_SERVICE("OD", "onlineService"),
  /** A body of the administration ({@code organisationseinheit}). */
  ORGANIZATION("OE", "organization"),
  /** Who serves which area ({@code zustaendigkeit}). */
  JURISDICTION("ZU", "jurisdiction"),
  /** A place. */
  PLACE("GE", "place");

  private final String code;
  private final String kind;

  RecordClass(String code, String kind) {
    this.code = code;
    this.kind = kind;
  }

  /** The two letters that stand in composite identifiers, such as {@code LB}. */
  public String code() {
    return code;
  }

  /** The word that catalog files use, such as {@code onlineService}. */
  public String kind() {
    return kind;
  }

  /** The class with this {@link #code()}. */
  public static Optional<RecordClass> ofCode(String code) {
    return Arrays.stream(values()).filter(c -> c.code.equals(code)).findFirst();
  }

  /** The class with this {@link #kind()}. */
  public static Optional<RecordClass> ofKind(String kind) {
    return Arrays.stream(values()).filter(c -> c.kind.equals(kind)).findFirst();
  }
}
