package de.landbruecke.server.identity;

/** What a client may do less strictly, by name. */
public enum Weakening {
  /** Authorization without PKCE. Only in the profile {@code conformance}. */
  ALLOW_MISSING_PKCE(true),
  /** A generated secret of 256 bits. Only in the profile {@code conformance}. */
  ALLOW_CLIENT_SECRET(true),
  /** ID tokens and answers of userinfo signed by RS256. Only in the profile {@code conformance}. */
  ALLOW_RS256(true),
  /** Client assertions whose audience is the token endpoint instead of the issuer. Not for FAPI. */
  ALLOW_TOKEN_ENDPOINT_AUDIENCE(false);

  private final boolean conformanceOnly;

  Weakening(boolean conformanceOnly) {
    this.conformanceOnly = conformanceOnly;
  }

  /** Whether it is refused outside the profile {@code conformance}. */
  public boolean isConformanceOnly() {
    return conformanceOnly;
  }
}
