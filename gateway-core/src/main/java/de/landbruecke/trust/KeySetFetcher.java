package de.landbruecke.trust;

import java.io.IOException;

/**
 * Fetches the key set of an issuer. Implementations may block for a second at most, are safe to
 * share between threads, and only ever go to {@link TrustedIssuer#keySetAddress()}.
 */
@FunctionalInterface
public interface KeySetFetcher {

  /**
   * The key set as the issuer publishes it (RFC 7517, section 5), unchecked.
   *
   * @throws IOException when it could not be had; old keys are then kept for a while
   */
  String fetch(TrustedIssuer issuer) throws IOException;
}
