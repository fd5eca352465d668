package de.landbruecke.trust;

import java.util.Optional;

/**
 * Whom we trust, by exact name. Implementations are safe to share between threads, answer without
 * I/O and leave out what is disabled.
 */
@FunctionalInterface
public interface TrustRegistry {

  /** The issuer whose {@code iss} is exactly {@code issuer}: no case, slash or port is forgiven. */
  Optional<TrustedIssuer> find(String issuer);
}
