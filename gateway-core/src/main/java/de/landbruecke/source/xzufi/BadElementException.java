package de.landbruecke.source.xzufi;

import de.landbruecke.source.SourceReport.SkipReason;

/** An element of which nothing can be kept. */
final class BadElementException extends Exception {

  private static final long serialVersionUID = 1L;

  private final SkipReason reason;

  BadElementException(SkipReason reason, String message) {
    // Thrown once for each bad record of an untrusted file: a stack trace would be the larger part.
    super(message, null, false, false);
    this.reason = reason;
  }

  SkipReason reason() {
    return reason;
  }
}
