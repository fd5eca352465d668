/**
 * Whose tokens hold: registered issuers, their keys and levels, and the checks of every kind of
 * token.
 *
 * <p>Start at {@link de.landbruecke.trust.TokenVerifier}; a back end that only accepts access
 * tokens starts at {@link de.landbruecke.trust.AccessTokenGuard}. Nothing a token names is ever
 * fetched: issuers, their key sets' addresses and their algorithms come from the {@link
 * de.landbruecke.trust.TrustRegistry}. Every type is safe to share between threads.
 */
@NullMarked
package de.landbruecke.trust;

import org.jspecify.annotations.NullMarked;
