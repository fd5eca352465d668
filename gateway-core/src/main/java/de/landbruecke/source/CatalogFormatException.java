package de.landbruecke.source;

import java.io.IOException;

/** A delivery of which nothing can be used: wrong format, wrong version, or over a limit. */
public final class CatalogFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  /** The closed list of reasons. */
  public enum Reason {
    /** It is not a catalog of this format at all. */
    NOT_A_CATALOG,
    /** The format is known, this version of it is not. */
    UNSUPPORTED_VERSION,
    /** The delivery ends in the middle. */
    TRUNCATED,
    /** The bytes are not in the declared encoding. */
    WRONG_ENCODING,
    /** The delivery is larger, deeper or slower than allowed. */
    LIMIT_EXCEEDED
  }

  private final Reason reason;

  /** A failure with its reason, and a message that names what was found and what is allowed. */
  public CatalogFormatException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** As above, with the failure behind it. */
  public CatalogFormatException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why nothing can be used. */
  public Reason reason() {
    return reason;
  }
}
