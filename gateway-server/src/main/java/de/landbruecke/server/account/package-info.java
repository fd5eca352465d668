/**
 * What citizens see of the gateway: signing in by an account at a home portal, releasing data to a
 * service, and their own view of what was released, of linked accounts and of sessions; and the
 * gateway as relying party of those portals.
 *
 * <p>Start at {@link de.landbruecke.server.account.SignIns}, which takes a transaction from the
 * service's request to its answer. Every page works without scripts. Everything here is safe to
 * share between threads; all state is in {@link de.landbruecke.server.identity}.
 */
@NullMarked
package de.landbruecke.server.account;

import org.jspecify.annotations.NullMarked;
