package de.landbruecke.server.account;

import de.landbruecke.trust.IssuerKeys;
import de.landbruecke.trust.TokenVerifier;

/** Verifies what home portals sign for us, apart from what other verifiers there are. */
record HomeVerifier(TokenVerifier verifier, IssuerKeys keys) implements AutoCloseable {

  @Override
  public void close() {
    keys.close();
  }
}
