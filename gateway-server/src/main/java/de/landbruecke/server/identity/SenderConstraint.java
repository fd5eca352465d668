package de.landbruecke.server.identity;

/** To what a token must be bound. */
public enum SenderConstraint {
  /** To nothing, unless the client binds it by itself. */
  NONE,
  /** To a key of RFC 9449. */
  DPOP,
  /** To a certificate of RFC 8705. */
  MTLS,
  /** To either of them. */
  ANY
}
