package de.landbruecke.source.json;

import de.landbruecke.source.SourceReport.SkipReason;

/** A record of which nothing can be kept. */
final class BadRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  private final SkipReason reason;

  BadRecordException(SkipReason reason, String message) {
    // Thrown once for each bad line of an untrusted file: a stack trace would be the larger part.
    super(message, null, false, false);
    this.reason = reason;
  }

  SkipReason reason() {
    return reason;
  }
}
