package de.landbruecke.server.identity;

/** How a home issuer is asked for a citizen's attributes. */
public enum AttributeRequest {
  /**
   * One by one (OpenID Connect Core 1.0, section 5.5), where it says that it can; else by scope.
   */
  CLAIMS,
  /** By the scopes that they are in: more comes than was asked for, and is passed over. */
  SCOPES
}
