package de.landbruecke.server.identity;

/** How a client proves to be itself. */
public enum ClientAuthentication {
  /** A signed assertion (RFC 7523). */
  PRIVATE_KEY_JWT,
  /** A certificate of a known authority (RFC 8705, section 2.1). */
  TLS_CLIENT_AUTH,
  /** A certificate whose key is in the client's key set (RFC 8705, section 2.2). */
  SELF_SIGNED_TLS_CLIENT_AUTH,
  /** A generated secret in the header; only as a {@link Weakening}. */
  CLIENT_SECRET_BASIC,
  /** A generated secret in the body; only as a {@link Weakening}. */
  CLIENT_SECRET_POST
}
