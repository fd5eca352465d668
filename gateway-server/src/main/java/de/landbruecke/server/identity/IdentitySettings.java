package de.landbruecke.server.identity;

import java.net.URI;

/**
 * What the whole identity half was started with.
 *
 * @param issuer the gateway's own issuer, which is also the start of all its addresses; nothing is
 *     ever taken from a request's host instead
 * @param demonstration whether demonstration portals are allowed (profile {@code demo})
 * @param conformance whether clients may be weakened by name (profile {@code conformance})
 */
public record IdentitySettings(URI issuer, boolean demonstration, boolean conformance) {}
