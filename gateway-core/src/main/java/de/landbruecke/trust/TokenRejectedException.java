package de.landbruecke.trust;

import java.util.Objects;

/**
 * A token, assertion or proof does not hold. The message names the reason and nothing of the token.
 */
public final class TokenRejectedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final RejectionReason reason;

  /** Refuses for {@code reason}. */
  public TokenRejectedException(RejectionReason reason) {
    // No stack trace: refusals are answers to input, may come in floods, and must be cheap.
    super(Objects.requireNonNull(reason).name(), null, false, false);
    this.reason = reason;
  }

  /** Why; to be counted and audited. */
  public RejectionReason reason() {
    return reason;
  }
}
