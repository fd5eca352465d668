/**
 * What the two identity rooms, {@code token} and {@code account}, keep and share: the database, the
 * registry of issuers and services, citizens and their pseudonyms, sessions, transactions,
 * consents, tokens, keys and the audit log.
 *
 * <p>Start at {@link de.landbruecke.server.identity.Transactions}, where both rooms meet. Nothing
 * here exists where {@link de.landbruecke.server.identity.ConditionalOnIdentity} does not hold.
 * Every store is safe to share between threads and between nodes, and every value is immutable.
 * What one store writes inside {@link de.landbruecke.server.identity.IdentityTransactions} is
 * written with the rest or not at all. A database that cannot be reached is a {@link
 * org.springframework.dao.DataAccessException}; nothing is answered from memory then, except keys
 * and the registry.
 */
@NullMarked
package de.landbruecke.server.identity;

import org.jspecify.annotations.NullMarked;
