package de.landbruecke.demo;

/**
 * One way in which a portal answers wrongly, for tests of whoever relies on it. None is active
 * until {@link DemoPortal#inject} says so; no request can switch one on.
 */
public enum Fault {
  /** Tokens name another issuer. */
  WRONG_ISSUER,
  /** Tokens are for another client. */
  WRONG_AUDIENCE,
  /** The ID token holds another nonce than the request. */
  WRONG_NONCE,
  /** The ID token holds no nonce. */
  MISSING_NONCE,
  /** The level answered is the one below the level reached, or none below basic. */
  LOWER_LEVEL,
  /** The level answered is a word that no agreement knows. */
  UNKNOWN_LEVEL,
  /** Tokens ended an hour ago. */
  EXPIRED,
  /** Tokens were issued an hour from now. */
  ISSUED_IN_FUTURE,
  /** Tokens say that the person signed in a day ago. */
  STALE_LOGIN,
  /** Tokens are unsigned ({@code alg: none}). */
  ALGORITHM_NONE,
  /** Tokens are signed with HMAC, keyed with the public key. */
  ALGORITHM_HS256,
  /** Tokens are signed with RSA, by a key that is published. */
  ALGORITHM_RS256,
  /** Tokens name a published key and are signed by another. */
  WRONG_SIGNATURE,
  /** Tokens are signed by a key that is not published. */
  UNPUBLISHED_KEY,
  /** The key set takes {@link DemoPortal#SLOW}. */
  KEYS_SLOW,
  /** The key set has two mebibytes. */
  KEYS_HUGE,
  /** The key set is a page of HTML, with status 200. */
  KEYS_HTML,
  /** The key set is answered with status 503. */
  KEYS_UNAVAILABLE,
  /** The key set is redirected to another address of the portal that has it. */
  KEYS_REDIRECTED,
  /** The discovery document names another issuer. */
  METADATA_WRONG_ISSUER,
  /** The discovery document is answered with status 503. */
  METADATA_UNAVAILABLE,
  /** The answer in the browser names another issuer (RFC 9207). */
  RESPONSE_WRONG_ISSUER,
  /** The answer in the browser names no issuer although the portal announces it (RFC 9207). */
  RESPONSE_MISSING_ISSUER,
  /** Every sign-in is answered with {@code access_denied}. */
  ACCESS_DENIED,
  /** Every sign-in is answered with {@code temporarily_unavailable}. */
  TEMPORARILY_UNAVAILABLE,
  /** The token endpoint takes {@link DemoPortal#SLOW}. */
  TOKEN_SLOW,
  /** The token endpoint answers with status 503. */
  TOKEN_UNAVAILABLE,
  /** The attributes are those of another subject than the ID token's. */
  USERINFO_WRONG_SUBJECT
}
