/**
 * The interface by which one portal's catalog is read, and what a reading reports.
 *
 * <p>Start at {@link de.landbruecke.source.CatalogSource}. Sources are used by one thread at a
 * time; the values are immutable and safe to share between threads.
 */
@NullMarked
package de.landbruecke.source;

import org.jspecify.annotations.NullMarked;
