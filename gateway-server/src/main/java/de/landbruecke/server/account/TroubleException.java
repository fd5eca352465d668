package de.landbruecke.server.account;

import org.jspecify.annotations.Nullable;

/** A sign-in cannot go on as it was; the citizen is told by a page. */
final class TroubleException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Trouble trouble;
  private final String reason;

  /**
   * Says why.
   *
   * @param reason for the log and the audit, such as {@code wrong_nonce}; never anything personal
   */
  TroubleException(Trouble trouble, String reason) {
    this(trouble, reason, null);
  }

  TroubleException(Trouble trouble, String reason, @Nullable Throwable cause) {
    super(trouble.code() + ": " + reason, cause);
    this.trouble = trouble;
    this.reason = reason;
  }

  Trouble trouble() {
    return trouble;
  }

  String reason() {
    return reason;
  }
}
