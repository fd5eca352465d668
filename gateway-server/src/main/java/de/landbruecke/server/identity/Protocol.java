package de.landbruecke.server.identity;

/** How a home issuer speaks. */
public enum Protocol {
  /** OpenID Connect Core 1.0. */
  OIDC,
  /** SAML 2.0. */
  SAML
}
