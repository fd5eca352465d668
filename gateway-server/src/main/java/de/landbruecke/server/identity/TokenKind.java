package de.landbruecke.server.identity;

/** What a stored secret is good for. */
public enum TokenKind {
  /** An authorization code: used once. */
  CODE,
  /** An access token towards a service. */
  ACCESS,
  /** A refresh token. */
  REFRESH,
  /** An ID token, to be known again as a hint. */
  ID,
  /** An access token by exchange. */
  EXCHANGED
}
