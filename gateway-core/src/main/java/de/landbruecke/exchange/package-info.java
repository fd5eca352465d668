/**
 * May a token of portal A become one for a service of portal B, and with what in it (RFC 8693).
 *
 * <p>Start at {@link de.landbruecke.exchange.ExchangePolicy}. What it does not know it asks by
 * small interfaces: the citizen's link, the consent, the status of a token, the count of uses.
 * Every type is safe to share between threads.
 */
@NullMarked
package de.landbruecke.exchange;

import org.jspecify.annotations.NullMarked;
