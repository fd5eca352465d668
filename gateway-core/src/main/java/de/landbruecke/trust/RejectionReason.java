package de.landbruecke.trust;

/**
 * Why a token was refused: for metrics and the audit log. The caller of an interface gets less, so
 * that refusals teach an attacker nothing.
 */
public enum RejectionReason {
  /** More than 8 KiB. */
  TOO_LARGE,
  /** Not exactly three segments, or a JSON serialization (RFC 7515, section 7.1). */
  NOT_COMPACT,
  /** Five segments: an encrypted token, which we never accept (RFC 8725, section 3.6). */
  ENCRYPTED,
  /** Base64url that its own bytes would not be encoded to (RFC 7515, section 2). */
  NOT_CANONICAL,
  /** Header or claims are no JSON object in valid UTF-8 (RFC 7519, section 7.2). */
  NOT_JSON,
  /** A member stands twice (RFC 7515, section 4; RFC 7519, section 4). */
  DUPLICATE_MEMBER,
  /** Deeper, wider or longer than a token needs. */
  TOO_COMPLEX,
  /** A critical header: none is understood here (RFC 7515, section 4.1.11). */
  CRITICAL_HEADER,
  /** {@code b64} is refused, whatever it says (RFC 7797, section 6). */
  UNENCODED_PAYLOAD,
  /** {@code jku}, {@code x5u}, {@code jwk} or {@code x5c}: a token never brings its own key. */
  EMBEDDED_KEY,
  /** {@code typ} is not that of the expected kind of token (RFC 8725, section 3.11). */
  WRONG_TYPE,
  /** {@code alg} is not in the issuer's list (RFC 8725, section 3.1). */
  ALGORITHM_NOT_ALLOWED,
  /** No usable {@code kid}. */
  KEY_ID_MISSING,
  /** No registered issuer has exactly this {@code iss}. */
  UNKNOWN_ISSUER,
  /** Another issuer than the one that was asked (RFC 9207, section 2.4). */
  WRONG_ISSUER,
  /** The issuer has no such key, or it does not fit the algorithm. */
  UNKNOWN_KEY,
  /** The issuer's keys could not be fetched and none are kept. */
  KEYS_UNAVAILABLE,
  /** The signature does not fit. */
  BAD_SIGNATURE,
  /** No {@code exp}. */
  EXPIRY_MISSING,
  /** A time that is no number or out of range (RFC 7519, section 2). */
  BAD_TIME,
  /** On or after {@code exp} and the skew (RFC 7519, section 4.1.4). */
  EXPIRED,
  /** Before {@code nbf} (RFC 7519, section 4.1.5). */
  NOT_YET_VALID,
  /** {@code iat} lies in the future. */
  ISSUED_IN_FUTURE,
  /** {@code iat} is missing where the kind of token needs it, or too long ago. */
  NOT_FRESH,
  /** Valid for longer than the issuer's policy allows. */
  LIFETIME_TOO_LONG,
  /** Meant for somebody else (RFC 7519, section 4.1.3). */
  WRONG_AUDIENCE,
  /** Issued to a client that is not registered for this (OpenID Connect Core, 3.1.3.7). */
  WRONG_CLIENT,
  /** No subject, or not the one that this kind of token needs. */
  WRONG_SUBJECT,
  /** A claim is missing or has the wrong form for this kind of token. */
  MALFORMED_CLAIM,
  /** {@code nonce} is missing, wrong, or present where it must not be. */
  WRONG_NONCE,
  /** {@code at_hash} or {@code ath} belongs to another access token. */
  WRONG_TOKEN_HASH,
  /** {@code htm} or {@code htu} is of another request (RFC 9449, section 4.3). */
  WRONG_REQUEST,
  /** No {@code jti} where one is needed. */
  TOKEN_ID_MISSING,
  /** Used before. */
  REPLAYED,
  /** Bound to a key that the caller did not prove (RFC 9449, section 7; RFC 8705, section 3). */
  SENDER_CONSTRAINT,
  /** The server wants its own nonce in the proof (RFC 9449, section 8). */
  DPOP_NONCE_REQUIRED,
  /** The issuer says that the token is no longer active (RFC 7662, section 2.2). */
  INACTIVE
}
