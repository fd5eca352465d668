/**
 * The gateway as authorization server and OpenID Provider of the portals' services, and the
 * endpoint where back ends exchange tokens.
 *
 * <p>Start at {@link de.landbruecke.server.token.TokenConfiguration}. Client authentication, token,
 * introspection and revocation go through the filters of Spring's authorization server, in a chain
 * that sees these four addresses and nothing else; the providers behind them, and all other
 * endpoints, are here. What is kept is kept by {@code server.identity}; what a token must look like
 * is decided by {@code de.landbruecke.trust} and {@code de.landbruecke.exchange}. All types are
 * safe to share between threads.
 */
@NullMarked
package de.landbruecke.server.token;

import org.jspecify.annotations.NullMarked;
