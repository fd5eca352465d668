package de.landbruecke.server.identity;

import de.landbruecke.trust.TrustedIssuer;

/** Where a registered host may be. */
public enum Network {
  /** Only public addresses, only https. */
  PUBLIC,
  /** Loopback, where also http is allowed, or an address of a private network, by https. */
  PRIVATE;

  /** The same to the verifier of tokens. */
  public TrustedIssuer.Network trusted() {
    return this == PRIVATE ? TrustedIssuer.Network.PRIVATE : TrustedIssuer.Network.PUBLIC;
  }
}
