package de.landbruecke.server.identity;

import java.time.Instant;

/** Remembers what may be used once, or a few times, on all nodes together. */
@SuppressWarnings("DoNotCallSuggester")
public final class OneUse {

  OneUse() {}

  /**
   * Counts one use.
   *
   * @param kind what it is, such as {@code client-assertion}
   * @param keyHash a SHA-256 of what tells one from another, such as issuer and {@code jti}
   * @param expiresAt until when it must be remembered
   * @param limit how many uses are allowed, at least 1
   * @return whether this use is allowed
   */
  public boolean use(String kind, byte[] keyHash, Instant expiresAt, int limit) {
    throw new UnsupportedOperationException();
  }

  /** A key of several parts, none of which can run into the next. */
  public static byte[] key(String... parts) {
    throw new UnsupportedOperationException();
  }
}
