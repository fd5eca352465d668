/**
 * What an entry is to an index and to the search over it: merged records, card, fields, filters.
 *
 * <p>Internal: no part of the API, may change with any version. Start at {@link
 * de.landbruecke.index.internal.EntryReader}. Every type here is immutable or a constant, and safe
 * to share between threads.
 */
@NullMarked
package de.landbruecke.index.internal;

import org.jspecify.annotations.NullMarked;
