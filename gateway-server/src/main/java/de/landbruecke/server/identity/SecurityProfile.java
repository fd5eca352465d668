package de.landbruecke.server.identity;

/** How strict a client must be. */
public enum SecurityProfile {
  /** OAuth 2.0 by RFC 9700. */
  STANDARD,
  /** FAPI 2.0 Security Profile. */
  FAPI2
}
